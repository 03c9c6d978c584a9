import {
  Button,
  EmptyState,
  EmptyStateBody,
  Label,
  type LabelProps,
  NotificationDrawer,
  NotificationDrawerBody,
  NotificationDrawerHeader,
  Progress,
} from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { change } from '../api/http';
import { tasks } from '../api/queries';
import type { Task } from '../api/types';
import { bytes } from '../logic/sizes';
import { isOver, partDone, secondsLeft } from '../logic/tasks';
import { duration } from '../logic/times';
import { texts } from '../texts';
import { Ago, machinePath } from './Bits';
import { Loaded, Told } from './Told';

const COLOURS: Record<string, LabelProps['color']> = {
  queued: 'grey',
  running: 'blue',
  waiting: 'yellow',
  succeeded: 'green',
  failed: 'red',
  cancelled: 'grey',
};

export function kindName(task: Task): string {
  return texts.tasks.kinds[task.kind] ?? task.kind;
}

export function TaskState({ of }: { of: Task }) {
  return (
    <Label isCompact color={COLOURS[of.state] ?? 'grey'}>
      {texts.tasks.states[of.state] ?? of.state}
    </Label>
  );
}

/** How far a task is: phase, part, rate and what is left. */
export function TaskProgress({ of }: { of: Task }) {
  const part = partDone(of);
  const left = secondsLeft(of);
  const over = isOver(of);
  const says = [
    over ? '' : of.phase,
    of.done > 0 ? (of.total > 0 ? `${bytes(of.done)} / ${bytes(of.total)}` : bytes(of.done)) : '',
    !over && of.bytesPerSecond > 0 ? texts.tasks.rate(bytes(of.bytesPerSecond)) : '',
    left === undefined ? '' : texts.tasks.remaining(duration(left)),
  ].filter((word) => word !== '');
  return (
    <div>
      {!over && part !== undefined && (
        <Progress value={part} size="sm" aria-label={`${kindName(of)} ${of.machine}`} />
      )}
      <div className="cl-faint cl-small">{says.join(' · ')}</div>
      {of.problem && <div className="cl-problem">{of.problem.detail}</div>}
      {(of.result?.warnings ?? []).map((warning) => (
        <div key={warning} className="cl-small">
          {warning}
        </div>
      ))}
    </div>
  );
}

export function CancelTask({ of }: { of: Task }) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => change('POST', ['tasks', of.id, 'cancel']),
    onSettled: () => void queries.invalidateQueries({ queryKey: tasks.queryKey }),
  });
  if (isOver(of)) {
    return null;
  }
  return (
    <>
      <Button
        variant="link"
        isInline
        isDisabled={cancel.isPending}
        aria-label={texts.tasks.cancelThis(kindName(of), of.machine)}
        onClick={() => cancel.mutate()}
      >
        {texts.tasks.cancel}
      </Button>
      {cancel.error && <Told failure={cancel.error} />}
    </>
  );
}

const SHOWN = 12;

/** Long work at the side of every screen. */
export function TaskDrawer({ close, live }: { close: () => void; live: boolean }) {
  const known = useQuery({ ...tasks, refetchInterval: live ? false : 5_000 });
  return (
    <NotificationDrawer role="complementary" aria-label={texts.tasks.title}>
      <NotificationDrawerHeader
        title={texts.tasks.title}
        customText={live ? texts.tasks.live : texts.tasks.notLive}
        onClose={close}
      />
      <NotificationDrawerBody>
        <div className="cl-drawer">
          <Loaded of={known}>
            {(page) =>
              page.items.length === 0 ? (
                <EmptyState titleText={texts.tasks.none} headingLevel="h2" variant="sm">
                  <EmptyStateBody>{texts.tasks.noneHint}</EmptyStateBody>
                </EmptyState>
              ) : (
                <>
                  <ul className="cl-tasks">
                    {page.items.slice(0, SHOWN).map((task) => (
                      <li key={task.id}>
                        <div className="cl-row">
                          <strong>{kindName(task)}</strong>
                          {task.machine !== '' && <Link to={machinePath(task.machine)}>{task.machine}</Link>}
                          <span className="cl-space" />
                          <TaskState of={task} />
                        </div>
                        <TaskProgress of={task} />
                        <div className="cl-row cl-small">
                          <Ago time={task.ended === '' ? task.created : task.ended} />
                          <span className="cl-space" />
                          <CancelTask of={task} />
                          <Link to={`/tasks/${encodeURIComponent(task.id)}`}>{texts.tasks.details}</Link>
                        </div>
                      </li>
                    ))}
                  </ul>
                  <Link to="/tasks">{texts.tasks.all}</Link>
                </>
              )
            }
          </Loaded>
        </div>
      </NotificationDrawerBody>
    </NotificationDrawer>
  );
}
