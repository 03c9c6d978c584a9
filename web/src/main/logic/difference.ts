import type { Change, Difference } from '../api/types';

/** The parts of a difference that are found quickly, in the order of the page. */
export const QUICK = ['hardware', 'system', 'packages', 'applications', 'accounts', 'services', 'network', 'volumes'] as const;

/** Those that look through all files or blocks, and are asked for one by one. */
export const SLOW = ['config', 'files', 'blocks'] as const;

export type QuickPart = (typeof QUICK)[number];
export type SlowPart = (typeof SLOW)[number];

// what the API calls a change of each part
const WORDS: Record<string, QuickPart> = {
  hardware: 'hardware',
  system: 'system',
  package: 'packages',
  application: 'applications',
  account: 'accounts',
  service: 'services',
  network: 'network',
  volume: 'volumes',
  mount: 'volumes',
};

export interface Section {
  part: QuickPart;
  changes: Change[];
}

/** The changes by part; what no part is known for stands with the system. */
export function sections(difference: Difference): Section[] {
  return QUICK.map((part) => ({
    part,
    changes: difference.changes.filter((change) => (WORDS[change.part] ?? 'system') === part),
  }));
}

export interface Counts {
  added: number;
  removed: number;
  changed: number;
}

/** How many changes of each kind; up- and downgrades are changes. */
export function counts(changes: readonly Change[]): Counts {
  const sum = { added: 0, removed: 0, changed: 0 };
  for (const { change } of changes) {
    if (change === 'added' || change === 'removed') {
      sum[change] += 1;
    } else {
      sum.changed += 1;
    }
  }
  return sum;
}

export type LineKind = 'added' | 'removed' | 'place' | 'same';

/** What a line of a unified difference is. */
export function kindOf(line: string): LineKind {
  if (line.startsWith('@@') || line.startsWith('---') || line.startsWith('+++')) {
    return 'place';
  }
  return line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'same';
}
