import {
  Alert,
  Card,
  CardBody,
  CardTitle,
  DescriptionList,
  FormSelect,
  FormSelectOption,
  Label,
  List,
  ListItem,
  Nav,
  NavItem,
  NavList,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { inspection } from '../api/queries';
import type { GuestSystem, Inspected, InsideProblem, Volume } from '../api/types';
import { billOf, BILLS } from '../logic/bills';
import { bytes } from '../logic/sizes';
import { Ago } from '../parts/Bits';
import { Facts } from '../parts/Facts';
import { SystemMark } from '../parts/SystemMark';
import { Loaded } from '../parts/Told';
import { texts } from '../texts';
import { FileBrowser } from './FileBrowser';
import type { Looked } from './Machine';
import { Fact } from './Overview';

const SECTIONS = [
  'overview',
  'packages',
  'applications',
  'accounts',
  'services',
  'network',
  'volumes',
  'files',
] as const;
type Section = (typeof SECTIONS)[number];

/** What is inside the revision. */
export default function Inside({ machine, revision }: Looked) {
  const found = useQuery(inspection(machine.machine, revision.revision));
  return (
    <>
      {found.isPending && <p className="cl-faint">{texts.inside.uninspected}</p>}
      <Loaded of={found}>
        {(facts) => <Shown facts={facts} machine={machine.machine} revision={revision.revision} />}
      </Loaded>
    </>
  );
}

function Shown({ facts, machine, revision }: { facts: Inspected; machine: string; revision: string }) {
  const [words, setWords] = useSearchParams();
  const [number, setNumber] = useState(0);
  const section = SECTIONS.find((one) => one === words.get('part')) ?? 'overview';
  const show = (part: Section) =>
    setWords((now) => {
      now.set('part', part);
      return now;
    });
  const { systems, volumes, problems } = facts.inspection;
  const system = systems[number];
  const sizes: Partial<Record<Section, number>> = {
    ...(system && {
      packages: system.packages.reduce((sum, set) => sum + set.packages.length, 0),
      applications: system.applications.length,
      accounts: system.accounts.length,
      services: system.services.length,
      network: system.network.interfaces.length,
    }),
    volumes: volumes.length,
  };
  return (
    <div className="cl-inside">
      <div>
        {systems.length > 1 && (
          <FormSelect
            value={number}
            aria-label={texts.inside.whichSystem}
            onChange={(_, value) => setNumber(Number(value))}
          >
            {systems.map((one, at) => (
              <FormSelectOption key={one.volume} value={at} label={one.os.name} />
            ))}
          </FormSelect>
        )}
        <Nav aria-label={texts.machine.tabs.inside} variant="default" className="cl-inside-nav">
          <NavList>
            {SECTIONS.map((one) => (
              <NavItem
                key={one}
                itemId={one}
                isActive={one === section}
                to={`?part=${one}`}
                onClick={(event) => {
                  event.preventDefault();
                  show(one);
                }}
              >
                {texts.inside[one]}
                {sizes[one] !== undefined && <span className="cl-faint cl-small">&nbsp;{sizes[one]}</span>}
              </NavItem>
            ))}
          </NavList>
        </Nav>
        <Bills machine={machine} revision={revision} />
      </div>
      <section aria-label={texts.inside[section]} className="cl-min">
        {section === 'files' ? (
          <FileBrowser machine={machine} revision={revision} volumes={volumes} systems={systems} />
        ) : section === 'volumes' ? (
          <Volumes facts={facts} />
        ) : system === undefined ? (
          <>
            <p className="cl-faint">{texts.machine.noSystem}</p>
            <Problems of={problems} />
          </>
        ) : (
          part(section, system, problems)
        )}
      </section>
    </div>
  );
}

/** What the revision is made of, as files for programs. */
function Bills({ machine, revision }: { machine: string; revision: string }) {
  return (
    <p className="cl-small">
      {texts.inside.bill}:{' '}
      {BILLS.map(({ form, title }, at) => (
        <span key={form}>
          {at > 0 && ', '}
          <a href={billOf(machine, revision, form)} download="">
            {title}
          </a>
        </span>
      ))}
    </p>
  );
}

function part(section: Exclude<Section, 'files' | 'volumes'>, system: GuestSystem, problems: InsideProblem[]): ReactNode {
  switch (section) {
    case 'overview':
      return <System of={system} problems={[...system.problems, ...problems]} />;
    case 'packages':
      return <Packages of={system} />;
    case 'applications':
      return (
        <Facts
          label={texts.inside.applications}
          rows={system.applications}
          keyOf={(one) => `${one.id} ${one.place} ${one.version}`}
          columns={[
            { title: texts.inside.name, of: (one) => one.name },
            { title: texts.inside.version, of: (one) => one.version, code: true },
            { title: texts.inside.vendor, of: (one) => one.vendor },
            { title: texts.inside.place, of: (one) => one.place, code: true },
            { title: texts.inside.details, of: (one) => one.details.join(', ') },
          ]}
        />
      );
    case 'accounts':
      return (
        <Facts
          label={texts.inside.accounts}
          rows={system.accounts}
          keyOf={(one) => `${one.id} ${one.name}`}
          columns={[
            { title: texts.inside.name, of: (one) => one.name },
            { title: texts.inside.id, of: (one) => one.id, code: true },
            { title: texts.administration.fullName, of: (one) => one.fullName },
            { title: texts.inside.password, of: (one) => one.password },
            { title: texts.inside.administrator, of: (one) => (one.administrator ? texts.inside.yes : '') },
            { title: texts.inside.keys, of: (one) => (one.keys === 0 ? '' : String(one.keys)) },
            { title: texts.inside.shell, of: (one) => one.shell, code: true },
            { title: texts.inside.home, of: (one) => one.home, code: true },
            { title: texts.inside.lastLogin, of: (one) => (one.lastLogin === '' ? '' : <Ago time={one.lastLogin} />) },
          ]}
        />
      );
    case 'services':
      return (
        <Facts
          label={texts.inside.services}
          rows={system.services}
          keyOf={(one) => `${one.manager} ${one.name}`}
          columns={[
            { title: texts.inside.name, of: (one) => one.name },
            { title: texts.inside.start, of: (one) => one.start },
            { title: texts.inside.manager, of: (one) => one.manager },
            { title: texts.inside.account, of: (one) => one.account },
            { title: texts.inside.description, of: (one) => one.description },
            { title: texts.inside.command, of: (one) => one.command, code: true },
          ]}
        />
      );
    case 'network':
      return (
        <>
          <Facts
            label={texts.inside.network}
            rows={system.network.interfaces}
            keyOf={(one) => `${one.name} ${one.mac} ${one.origin.path}`}
            columns={[
              { title: texts.inside.interface, of: (one) => one.name },
              { title: texts.inside.mac, of: (one) => one.mac, code: true },
              { title: texts.inside.method, of: (one) => one.method },
              { title: texts.inside.addresses, of: (one) => one.addresses.join(', '), code: true },
              { title: texts.inside.gateways, of: (one) => one.gateways.join(', '), code: true },
              { title: texts.inside.found, of: (one) => one.origin.path, code: true },
            ]}
          />
          <DescriptionList isHorizontal isCompact termWidth="10rem">
            <Fact name={texts.inside.nameServers}>{system.network.nameServers.join(', ')}</Fact>
            <Fact name={texts.inside.searchDomains}>{system.network.searchDomains.join(', ')}</Fact>
          </DescriptionList>
        </>
      );
  }
}

function System({ of, problems }: { of: GuestSystem; problems: readonly InsideProblem[] }) {
  return (
    <div className="cl-stack">
      <Card>
        <CardTitle component="h2">
          <span className="cl-row">
            <SystemMark id={of.os.id} family={of.family} size={32} /> {of.os.name}
          </span>
        </CardTitle>
        <CardBody>
          <DescriptionList columnModifier={{ default: '1Col', lg: '2Col' }} isHorizontal isCompact termWidth="9rem">
            <Fact name={texts.inside.version}>{of.os.version}</Fact>
            <Fact name={texts.inside.codename}>{of.os.codename}</Fact>
            <Fact name={texts.inside.edition}>{of.os.edition}</Fact>
            <Fact name={texts.inside.servicePack}>{of.os.servicePack}</Fact>
            <Fact name={texts.inside.build}>{of.os.build}</Fact>
            <Fact name={texts.inside.architecture}>{of.os.architecture}</Fact>
            <Fact name={texts.inside.host}>{of.host.name}</Fact>
            <Fact name={texts.inside.domain}>{of.host.domain}</Fact>
            <Fact name={texts.inside.timeZone}>{of.host.timeZone}</Fact>
            <Fact name={texts.inside.locale}>{of.host.locale}</Fact>
            <Fact name={texts.inside.installed}>{of.host.installed === '' ? '' : <Ago time={of.host.installed} />}</Fact>
            <Fact name={texts.inside.lastUsed}>{of.host.lastUsed === '' ? '' : <Ago time={of.host.lastUsed} />}</Fact>
            <Fact name={texts.inside.machineId}>{of.host.machineId}</Fact>
            <Fact name={texts.inside.kernels}>{of.kernels.map((kernel) => kernel.version).join(', ')}</Fact>
            <Fact name={texts.inside.found}>
              {[of.os.origin.volume, of.os.origin.path, of.os.origin.condition].filter((word) => word !== '').join(' · ')}
            </Fact>
          </DescriptionList>
        </CardBody>
      </Card>
      {of.findings.length > 0 && (
        <Card>
          <CardTitle component="h2">{texts.inside.findings}</CardTitle>
          <CardBody>
            <Facts
              label={texts.inside.findings}
              rows={of.findings}
              keyOf={(one) => `${one.kind} ${one.name} ${one.value} ${one.origin.path}`}
              columns={[
                { title: texts.inside.manager, of: (one) => one.kind },
                { title: texts.inside.name, of: (one) => one.name },
                { title: texts.inside.details, of: (one) => one.value },
                { title: texts.inside.found, of: (one) => one.origin.path, code: true },
              ]}
            />
          </CardBody>
        </Card>
      )}
      <Problems of={problems} />
    </div>
  );
}

function Problems({ of }: { of: readonly InsideProblem[] }) {
  if (of.length === 0) {
    return null;
  }
  return (
    <Alert component="p" isInline variant="warning" title={texts.inside.problems}>
      <p>{texts.inside.problemsHint}</p>
      <List>
        {of.map((problem) => (
          <ListItem key={`${problem.code} ${problem.where}`}>
            <span className="cl-code">{problem.code}</span> {problem.where}: {problem.message}
          </ListItem>
        ))}
      </List>
    </Alert>
  );
}

function Packages({ of }: { of: GuestSystem }) {
  const rows = of.packages.flatMap((set) => set.packages.map((one) => ({ ...one, manager: set.manager })));
  return (
    <Facts
      label={texts.inside.packages}
      rows={rows}
      keyOf={(one) => `${one.manager} ${one.name} ${one.version} ${one.architecture} ${one.summary}`}
      columns={[
        { title: texts.inside.name, of: (one) => one.name },
        { title: texts.inside.version, of: (one) => one.version, code: true },
        { title: texts.inside.architecture, of: (one) => one.architecture },
        { title: texts.inside.licence, of: (one) => one.licence },
        { title: texts.inside.description, of: (one) => one.summary },
        { title: texts.inside.manager, of: (one) => one.manager },
        { title: texts.inside.state, of: (one) => (one.state === 'installed' ? '' : one.state) },
      ]}
    />
  );
}

function Volumes({ facts }: { facts: Inspected }) {
  const places = new Map<string, string[]>();
  for (const mount of facts.inspection.systems.flatMap((system) => system.mounts)) {
    places.set(mount.volume, [...(places.get(mount.volume) ?? []), mount.place]);
  }
  return (
    <div className="cl-stack">
      <Facts<Volume>
        label={texts.inside.volumes}
        rows={facts.inspection.volumes}
        keyOf={(one) => one.name}
        columns={[
          { title: texts.inside.volume, of: (one) => one.name },
          { title: texts.inside.kind, of: (one) => one.kind },
          { title: texts.inside.size, of: (one) => bytes(one.bytes) },
          { title: texts.inside.label, of: (one) => one.label },
          { title: texts.inside.mountedAt, of: (one) => (places.get(one.name) ?? []).join(', ') },
          { title: texts.inside.condition, of: (one) => one.condition },
          {
            title: texts.inside.reason,
            of: (one) =>
              one.reason === '' ? (
                ''
              ) : (
                <Label isCompact color="orange" title={one.message}>
                  {one.reason}
                </Label>
              ),
          },
          { title: texts.inside.uuid, of: (one) => one.uuid, code: true },
        ]}
      />
      <Facts
        label={texts.machine.disks}
        rows={facts.inspection.disks}
        keyOf={(one) => one.name}
        columns={[
          { title: texts.machine.disk, of: (one) => one.name },
          { title: texts.inside.size, of: (one) => bytes(one.bytes) },
          { title: texts.inside.table, of: (one) => one.table },
          { title: texts.inside.id, of: (one) => one.id, code: true },
          { title: texts.inside.details, of: (one) => one.notes.join(', ') },
        ]}
      />
      <Problems of={facts.inspection.problems} />
    </div>
  );
}
