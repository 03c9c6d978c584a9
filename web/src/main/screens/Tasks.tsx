import { Card, CardBody, CardTitle, DescriptionList, EmptyState, EmptyStateBody } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { task, tasks, useWho } from '../api/queries';
import type { Task } from '../api/types';
import { isOver } from '../logic/tasks';
import { Ago, machinePath, When } from '../parts/Bits';
import { Screen } from '../parts/Screen';
import { CancelTask, kindName, TaskProgress, TaskState } from '../parts/TaskDrawer';
import { Loaded } from '../parts/Told';
import { texts } from '../texts';
import { Fact } from './Overview';

export function Component() {
  const { id } = useParams();
  return id === undefined ? <All /> : <One id={id} />;
}

function All() {
  const found = useQuery({ ...tasks, refetchInterval: 10_000 });
  const who = useWho();
  return (
    <Screen title={texts.tasks.title}>
      <Loaded of={found}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState titleText={texts.tasks.none} headingLevel="h2">
              <EmptyStateBody>{texts.tasks.noneHint}</EmptyStateBody>
            </EmptyState>
          ) : (
            <Table role="table" aria-label={texts.tasks.table} variant="compact" gridBreakPoint="grid-lg">
              <Thead>
                <Tr>
                  <Th>{texts.tasks.kind}</Th>
                  <Th>{texts.tasks.machine}</Th>
                  <Th>{texts.tasks.state}</Th>
                  <Th width={40}>{texts.tasks.progress}</Th>
                  {who.administrator && <Th>{texts.tasks.actor}</Th>}
                  <Th>{texts.tasks.begun}</Th>
                  <Th screenReaderText={texts.tasks.cancel} />
                </Tr>
              </Thead>
              <Tbody>
                {page.items.map((one) => (
                  <Tr key={one.id}>
                    <Td dataLabel={texts.tasks.kind}>
                      <Link to={`/tasks/${encodeURIComponent(one.id)}`}>{kindName(one)}</Link>
                    </Td>
                    <Td dataLabel={texts.tasks.machine}>
                      {one.machine === '' ? '–' : <Link to={machinePath(one.machine)}>{one.machine}</Link>}
                    </Td>
                    <Td dataLabel={texts.tasks.state}>
                      <TaskState of={one} />
                    </Td>
                    <Td dataLabel={texts.tasks.progress}>
                      <TaskProgress of={one} />
                    </Td>
                    {who.administrator && <Td dataLabel={texts.tasks.actor}>{one.actor}</Td>}
                    <Td dataLabel={texts.tasks.begun}>
                      <Ago time={one.created} />
                    </Td>
                    <Td isActionCell>
                      <CancelTask of={one} />
                    </Td>
                  </Tr>
                ))}
              </Tbody>
            </Table>
          )
        }
      </Loaded>
    </Screen>
  );
}

function One({ id }: { id: string }) {
  const found = useQuery({
    ...task(id),
    refetchInterval: (query) => (query.state.data !== undefined && isOver(query.state.data) ? false : 1000),
  });
  return (
    <Loaded of={found}>
      {(known) => (
        <Screen title={`${kindName(known)} ${known.machine}`.trim()} actions={<CancelTask of={known} />}>
          <div className="cl-stack">
            <Card>
              <CardBody>
                <DescriptionList isHorizontal isCompact termWidth="10rem">
                  <Fact name={texts.tasks.state}>
                    <TaskState of={known} />
                  </Fact>
                  <Fact name={texts.tasks.machine}>
                    {known.machine === '' ? '' : <Link to={machinePath(known.machine)}>{known.machine}</Link>}
                  </Fact>
                  <Fact name={texts.tasks.actor}>{known.actor}</Fact>
                  <Fact name={texts.tasks.begun}>
                    <When time={known.created} />
                  </Fact>
                </DescriptionList>
                <TaskProgress of={known} />
              </CardBody>
            </Card>
            <Card>
              <CardTitle component="h2">{texts.tasks.log}</CardTitle>
              <CardBody>
                <Log of={known} />
              </CardBody>
            </Card>
          </div>
        </Screen>
      )}
    </Loaded>
  );
}

function Log({ of }: { of: Task }) {
  const lines = of.log;
  if (lines.length === 0) {
    return <span className="cl-faint">{texts.tasks.noLog}</span>;
  }
  return (
    <ol className="cl-plain">
      {lines.map((line, at) => (
        <li key={at}>
          <span className="cl-faint cl-small">
            <When time={line.time} />
          </span>{' '}
          <span className="cl-any">{line.text}</span>
        </li>
      ))}
    </ol>
  );
}
