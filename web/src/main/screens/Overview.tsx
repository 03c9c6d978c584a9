import {
  Card,
  CardBody,
  CardTitle,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  Grid,
  GridItem,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { inspection } from '../api/queries';
import type { Inspected } from '../api/types';
import { Ago, Command, machinePath, RevisionLink, Size } from '../parts/Bits';
import { SystemMark } from '../parts/SystemMark';
import { Loaded } from '../parts/Told';
import { count } from '../logic/sizes';
import { texts } from '../texts';
import type { Looked } from './Machine';

/** A word and what it stands for; nothing where there is nothing. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === '' || children === null || children === undefined) {
    return null;
  }
  return (
    <DescriptionListGroup>
      <DescriptionListTerm>{name}</DescriptionListTerm>
      <DescriptionListDescription>{children}</DescriptionListDescription>
    </DescriptionListGroup>
  );
}

export function Overview({ machine, revision, reference }: Looked) {
  const named = reference === 'head' ? machine.machine : `${machine.machine}@${revision.revision.slice(0, 10)}`;
  const inside = useQuery(inspection(machine.machine, revision.revision));
  return (
    <Grid hasGutter>
      <GridItem lg={7}>
        <Card isFullHeight>
          <CardTitle component="h2">{revision.head ? texts.machine.headRevision : texts.machine.revision}</CardTitle>
          <CardBody>
            <p className="cl-message">
              {revision.message === '' ? <span className="cl-faint">{texts.machine.noMessage}</span> : revision.message}
            </p>
            <DescriptionList isHorizontal isCompact termWidth="10rem">
              <Fact name={texts.machine.author}>{revision.author}</Fact>
              <Fact name={texts.machine.time}>
                <Ago time={revision.time} />
              </Fact>
              <Fact name={texts.machine.source}>{revision.source}</Fact>
              <Fact name={texts.machine.definition}>
                {revision.definition === '' ? texts.machine.noDefinition : revision.definition}
              </Fact>
              {revision.parents.length > 0 && (
                <Fact name={texts.machine.parents}>
                  {revision.parents.map((parent) => (
                    <span key={parent}>
                      <RevisionLink machine={machine.machine} revision={parent} />{' '}
                      <Link
                        className="cl-small"
                        to={`${machinePath(machine.machine, 'diff')}?from=${parent}&to=${revision.revision}`}
                      >
                        {texts.revisions.parent}
                      </Link>
                    </span>
                  ))}
                </Fact>
              )}
              {machine.clonedFrom !== '' && (
                <Fact name={texts.machine.clonedFrom}>
                  <Link to={machinePath(machine.clonedFrom)}>{machine.clonedFrom}</Link>
                </Fact>
              )}
              <Fact name={texts.machine.owner}>{machine.owner}</Fact>
              <Fact name={texts.machine.visibility}>{texts.access.visibilities[machine.visibility] ?? machine.visibility}</Fact>
              <Fact name={texts.machine.yourRole}>{machine.role}</Fact>
            </DescriptionList>
          </CardBody>
        </Card>
      </GridItem>
      <GridItem lg={5}>
        <Card isFullHeight>
          <CardTitle component="h2">{texts.machine.system}</CardTitle>
          <CardBody>
            <Loaded of={inside}>{(facts) => <Systems of={facts} machine={machine.machine} />}</Loaded>
          </CardBody>
        </Card>
      </GridItem>
      <GridItem>
        <Card>
          <CardTitle component="h2">{texts.machine.disks}</CardTitle>
          <CardBody>
            <Table role="table" aria-label={texts.machine.disks} variant="compact" borders={false} gridBreakPoint="grid-md">
              <Thead>
                <Tr>
                  <Th>{texts.machine.disk}</Th>
                  <Th>{texts.machine.size}</Th>
                  <Th>{texts.machine.digest}</Th>
                </Tr>
              </Thead>
              <Tbody>
                {revision.disks.map((disk) => (
                  <Tr key={disk.name}>
                    <Td dataLabel={texts.machine.disk}>{disk.name}</Td>
                    <Td dataLabel={texts.machine.size}>
                      <Size of={disk.bytesLogical} />
                    </Td>
                    <Td dataLabel={texts.machine.digest} className="cl-code cl-any">
                      {disk.id}
                    </Td>
                  </Tr>
                ))}
              </Tbody>
            </Table>
          </CardBody>
        </Card>
      </GridItem>
      <GridItem lg={7}>
        <Card isFullHeight>
          <CardTitle component="h2">{texts.machine.notes}</CardTitle>
          <CardBody>
            {revision.notes.length === 0 ? (
              <span className="cl-faint">{texts.machine.noNotes}</span>
            ) : (
              revision.notes.map((note) => (
                <div key={note.time + note.by} className="cl-note">
                  <div className="cl-faint cl-small">
                    {note.by} · <Ago time={note.time} />
                  </div>
                  <div className="cl-message">{note.text}</div>
                </div>
              ))
            )}
          </CardBody>
        </Card>
      </GridItem>
      <GridItem lg={5}>
        <Card isFullHeight>
          <CardTitle component="h2">{texts.machine.command}</CardTitle>
          <CardBody>
            <div className="cl-stack cl-tight">
              <Command>{`colama checkout ${named} -o ${machine.machine}.qcow2`}</Command>
              <Command>{`colama run ${named}`}</Command>
              <Command>{`colama inspect ${named}`}</Command>
            </div>
          </CardBody>
        </Card>
      </GridItem>
    </Grid>
  );
}

function Systems({ of, machine }: { of: Inspected; machine: string }) {
  const systems = of.inspection.systems;
  if (systems.length === 0) {
    return <span className="cl-faint">{texts.machine.noSystem}</span>;
  }
  return (
    <div className="cl-stack">
      {systems.map((system) => (
        <div key={system.volume} className="cl-row cl-top">
          <SystemMark id={system.os.id} family={system.family} size={40} />
          <div className="cl-min">
            <strong>{system.os.name}</strong>
            <div className="cl-faint">
              {[system.os.edition, system.os.architecture, system.host.name].filter((word) => word !== '').join(' · ')}
            </div>
            <div>
              <Link to={machinePath(machine, 'inside')}>
                {[
                  count(
                    system.packages.reduce((sum, set) => sum + set.packages.length, 0),
                    'package',
                  ),
                  count(system.applications.length, 'application'),
                  count(system.accounts.length, 'account'),
                ].join(', ')}
              </Link>
            </div>
          </div>
        </div>
      ))}
    </div>
  );
}
