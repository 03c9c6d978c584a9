import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { address } from './http';
import { tasks } from './queries';
import type { Page, Task } from './types';

const WORTH_A_LOOK_MS = 400;

function parsed(data: unknown): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(String(data));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Puts a task into what is known of tasks. */
function learn(queries: QueryClient, task: Task) {
  queries.setQueryData<Page<Task>>(tasks.queryKey, (known) => {
    if (known === undefined) {
      return known;
    }
    const others = known.items.filter((one) => one.id !== task.id);
    const place = known.items.findIndex((one) => one.id === task.id);
    return { ...known, items: place < 0 ? [task, ...others] : known.items.map((one) => (one.id === task.id ? task : one)) };
  });
  queries.setQueryData<Task>(['task', task.id], (known) => (known === undefined ? known : { ...known, ...task }));
}

/**
 * Keeps what is shown up to date while events come. Several events about machines that come together
 * lead to one look.
 *
 * @returns whether events come
 */
export function useLive(wanted: boolean): boolean {
  const queries = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(() => {
    if (!wanted) {
      return undefined;
    }
    const events = new EventSource(address(['events']));
    let due = 0;
    const changed = new Set<string>();
    const look = () => {
      due = 0;
      for (const name of changed) {
        void queries.invalidateQueries({ queryKey: ['machine', name] });
      }
      changed.clear();
      void queries.invalidateQueries({ queryKey: ['machines'] });
      void queries.invalidateQueries({ queryKey: ['search'] });
    };
    events.addEventListener('open', () => setLive(true));
    events.addEventListener('error', () => setLive(false));
    events.addEventListener('task', (event: MessageEvent) => {
      const task = parsed(event.data);
      if (typeof task['id'] === 'string') {
        learn(queries, task as unknown as Task);
      }
    });
    events.addEventListener('machine', (event: MessageEvent) => {
      const { machine } = parsed(event.data);
      if (typeof machine === 'string') {
        changed.add(machine);
        due ||= window.setTimeout(look, WORTH_A_LOOK_MS);
      }
    });
    return () => {
      window.clearTimeout(due);
      events.close();
      setLive(false);
    };
  }, [queries, wanted]);
  return live;
}
