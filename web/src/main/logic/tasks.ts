import type { Task } from '../api/types';

export function isOver(task: Task): boolean {
  return task.state === 'succeeded' || task.state === 'failed' || task.state === 'cancelled';
}

/** How much is done, in percent; undefined where nobody knows. */
export function partDone(task: Task): number | undefined {
  if (task.state === 'succeeded') {
    return 100;
  }
  return task.total > 0 ? Math.min(100, Math.floor((100 * task.done) / task.total)) : undefined;
}

/** How long it may take yet, by its present speed; undefined where nobody knows. */
export function secondsLeft(task: Task): number | undefined {
  return task.total > task.done && task.bytesPerSecond > 0 && !isOver(task)
    ? (task.total - task.done) / task.bytesPerSecond
    : undefined;
}
