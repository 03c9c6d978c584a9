import {
  Breadcrumb,
  BreadcrumbItem,
  Button,
  Dropdown,
  DropdownItem,
  DropdownList,
  MenuToggle,
  Tab,
  Tabs,
  TabTitleText,
  Title,
} from '@patternfly/react-core';
import EllipsisVIcon from '@patternfly/react-icons/dist/esm/icons/ellipsis-v-icon';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { machine, revision } from '../api/queries';
import type { Machine, Revision } from '../api/types';
import { machinePath, revisionPath, short, Tags } from '../parts/Bits';
import { CloneDialog, DownloadDialog, NoteDialog, TagDialog } from '../parts/MachineDialogs';
import { Screen } from '../parts/Screen';
import { Loaded, Told } from '../parts/Told';
import { UploadDialog } from '../parts/UploadDialog';
import { texts } from '../texts';
import { Overview } from './Overview';

const Revisions = lazy(() => import('./Revisions'));
const Inside = lazy(() => import('./Inside'));
const AccessTab = lazy(() => import('./AccessTab'));
const MachineActivity = lazy(() => import('./MachineActivity'));

const TABS = ['overview', 'revisions', 'inside', 'access', 'activity'] as const;
type TabName = (typeof TABS)[number];

function tabOf(word: string | undefined): TabName {
  return TABS.find((tab) => tab === word) ?? 'overview';
}

export function Component() {
  const { machine: name = '', tab } = useParams();
  const [words] = useSearchParams();
  const reference = words.get('revision') ?? 'head';
  const found = useQuery(machine(name));
  const looked = useQuery(revision(name, reference));
  if (found.error !== null && found.data === undefined) {
    // it is not there, or not for the reader: there is no difference
    return (
      <Screen title={name}>
        <Told failure={found.error} />
      </Screen>
    );
  }
  return (
    <Loaded of={found}>
      {(known) => (
        <Loaded of={looked}>
          {(seen) => <Whole machine={known} revision={seen} reference={reference} tab={tabOf(tab)} />}
        </Loaded>
      )}
    </Loaded>
  );
}

export interface Looked {
  machine: Machine;
  revision: Revision;
  /** How the address names the revision. */
  reference: string;
}

function Whole({ tab, ...looked }: Looked & { tab: TabName }) {
  const go = useNavigate();
  const { machine: known, reference } = looked;
  const where = (to: TabName) =>
    `${machinePath(known.machine, to === 'overview' ? '' : to)}${reference === 'head' ? '' : `?revision=${encodeURIComponent(reference)}`}`;
  const shown: Record<TabName, () => ReactNode> = {
    overview: () => <Overview {...looked} />,
    revisions: () => <Revisions machine={known} />,
    inside: () => <Inside {...looked} />,
    access: () => <AccessTab machine={known} />,
    activity: () => <MachineActivity machine={known.machine} />,
  };
  return (
    <Screen title={known.machine} heading={<Heading {...looked} />} actions={<Actions {...looked} />}>
      <Tabs
        activeKey={tab}
        onSelect={(_, key) => void go(where(tabOf(String(key))))}
        aria-label={known.machine}
        className="cl-tabs"
      >
        {TABS.map((one) => (
          <Tab key={one} eventKey={one} title={<TabTitleText>{texts.machine.tabs[one]}</TabTitleText>}>
            {one === tab && (
              <div className="cl-tab">
                <Suspense fallback={null}>{shown[one]()}</Suspense>
              </div>
            )}
          </Tab>
        ))}
      </Tabs>
    </Screen>
  );
}

/** Where the machine comes from, and which revision is looked at. */
function Heading({ machine: known, revision: seen, reference }: Looked) {
  return (
    <>
      <Breadcrumb aria-label={texts.machine.lineage}>
        <BreadcrumbItem>
          <Link to="/machines">{texts.machines.title}</Link>
        </BreadcrumbItem>
        {known.clonedFrom !== '' && (
          <BreadcrumbItem>
            <Link to={machinePath(known.clonedFrom)}>{known.clonedFrom}</Link>
          </BreadcrumbItem>
        )}
        <BreadcrumbItem isActive={reference === 'head'}>
          {reference === 'head' ? known.machine : <Link to={machinePath(known.machine)}>{known.machine}</Link>}
        </BreadcrumbItem>
        {reference !== 'head' && <BreadcrumbItem isActive>{short(reference)}</BreadcrumbItem>}
      </Breadcrumb>
      <Title headingLevel="h1" size="2xl" className="cl-machine">
        {known.machine}{' '}
        <Link className="cl-at" to={revisionPath(known.machine, seen.revision)} title={texts.machine.permalink}>
          @ <span className="cl-code">{short(seen.revision)}</span>
        </Link>{' '}
        <Tags of={seen.tags} head={seen.head} />
      </Title>
    </>
  );
}

type Open = '' | 'clone' | 'tag' | 'note' | 'download' | 'upload';

const CONTRIBUTORS = new Set(['contributor', 'maintainer', 'owner']);

function Actions({ machine: known, revision: seen }: Looked) {
  const [open, setOpen] = useState<Open>('');
  const [menu, setMenu] = useState(false);
  const close = () => setOpen('');
  const contributes = CONTRIBUTORS.has(known.role);
  const reference = { machine: known.machine, revision: seen };
  return (
    <div className="cl-row cl-actions">
      <Button variant="secondary" onClick={() => setOpen('clone')}>
        {texts.machine.clone}
      </Button>
      <Button variant="secondary" onClick={() => setOpen('download')}>
        {texts.machine.download}
      </Button>
      {contributes && (
        <Dropdown
          isOpen={menu}
          onOpenChange={setMenu}
          onSelect={() => setMenu(false)}
          popperProps={{ position: 'right' }}
          toggle={(ref) => (
            <MenuToggle
              ref={ref}
              variant="plain"
              aria-label={texts.machine.actions}
              isExpanded={menu}
              onClick={() => setMenu(!menu)}
              icon={<EllipsisVIcon />}
            />
          )}
        >
          <DropdownList>
            <DropdownItem key="upload" onClick={() => setOpen('upload')}>
              {texts.machine.upload}
            </DropdownItem>
            <DropdownItem key="tag" onClick={() => setOpen('tag')}>
              {texts.machine.tag}
            </DropdownItem>
            <DropdownItem key="note" onClick={() => setOpen('note')}>
              {texts.machine.note}
            </DropdownItem>
          </DropdownList>
        </Dropdown>
      )}
      {open === 'clone' && <CloneDialog {...reference} close={close} />}
      {open === 'tag' && <TagDialog {...reference} mayMove={known.role !== 'contributor'} close={close} />}
      {open === 'note' && <NoteDialog {...reference} close={close} />}
      {open === 'download' && <DownloadDialog {...reference} close={close} />}
      {open === 'upload' && <UploadDialog machine={known.machine} close={close} />}
    </div>
  );
}
