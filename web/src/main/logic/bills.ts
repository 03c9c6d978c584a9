import { address } from '../api/http';

/** The forms of bills of materials, by the names of their standards. */
export const BILLS = [
  { form: 'cyclonedx', title: 'CycloneDX' },
  { form: 'spdx', title: 'SPDX' },
] as const;

/** Where the bill of a revision is. */
export function billOf(machine: string, revision: string, form: (typeof BILLS)[number]['form']): string {
  return address(['machines', machine, 'revisions', revision, 'bill'], { format: form });
}
