import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ApiProblem, get, getTagged } from './http';
import type * as api from './types';

const FEW_SECONDS = 10_000;
const LONG = 3_600_000;

/** Who is logged in; null when nobody is. */
export const session = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<api.Who | null> => {
    try {
      return await get<api.Who>(['session']);
    } catch (failure) {
      if (failure instanceof ApiProblem && failure.status === 401) {
        return null;
      }
      throw failure;
    }
  },
  staleTime: LONG,
});

export const loginMethods = queryOptions({
  queryKey: ['login-methods'],
  queryFn: () => get<api.LoginMethods>(['login-methods']),
  staleTime: LONG,
});

export const about = queryOptions({
  queryKey: ['about'],
  queryFn: () => get<api.About>(['about']),
  staleTime: LONG,
});

export interface MachinesAsked {
  filter: string;
  owner: string;
  tag: string;
  system: string;
  sort: string;
  cursor: string;
  limit: number;
}

export const machines = (asked: MachinesAsked) =>
  queryOptions({
    queryKey: ['machines', asked],
    queryFn: ({ signal }) => get<api.Page<api.Machine>>(['machines'], { ...asked }, signal),
    placeholderData: keepPreviousData,
    staleTime: FEW_SECONDS,
  });

export const machine = (name: string) =>
  queryOptions({
    queryKey: ['machine', name],
    queryFn: () => get<api.Machine>(['machines', name]),
    staleTime: FEW_SECONDS,
  });

export const revision = (name: string, reference: string) =>
  queryOptions({
    queryKey: ['machine', name, 'revision', reference],
    queryFn: () => get<api.Revision>(['machines', name, 'revisions', reference]),
    staleTime: FEW_SECONDS,
  });

export const REVISIONS_AT_ONCE = 500;

export const revisions = (name: string) =>
  queryOptions({
    queryKey: ['machine', name, 'revisions'],
    queryFn: () => get<api.Revision[]>(['machines', name, 'revisions'], { limit: REVISIONS_AT_ONCE }),
    staleTime: FEW_SECONDS,
  });

export const inspection = (name: string, reference: string) =>
  queryOptions({
    queryKey: ['machine', name, 'inspection', reference],
    queryFn: () => get<api.Inspected>(['machines', name, 'revisions', reference, 'inspection']),
    staleTime: 60_000,
  });

export const files = (name: string, reference: string, path: string, volume: string) =>
  queryOptions({
    queryKey: ['machine', name, 'files', reference, volume, path],
    queryFn: () => get<api.ListedFile[]>(['machines', name, 'revisions', reference, 'files'], { path, volume }),
    staleTime: 60_000,
  });

export const difference = (name: string, from: string, to: string, parts: string) =>
  queryOptions({
    queryKey: ['machine', name, 'diff', from, to, parts],
    queryFn: () => get<api.Difference>(['machines', name, 'diff'], { from, to, parts }),
    staleTime: 60_000,
  });

export const search = (q: string, all: boolean, facets: boolean, limit: number) =>
  queryOptions({
    queryKey: ['search', q, all, facets, limit],
    queryFn: ({ signal }) => get<api.Found>(['search'], { q, all, facets, limit }, signal),
    placeholderData: keepPreviousData,
    enabled: q.trim() !== '',
    staleTime: FEW_SECONDS,
  });

export const completions = (q: string, at: number, wanted: boolean) =>
  queryOptions({
    queryKey: ['completions', q, at],
    queryFn: ({ signal }) => get<api.Completions>(['search', 'completions'], { q, at }, signal),
    enabled: wanted,
    staleTime: LONG,
  });

export const access = (name: string) =>
  queryOptions({
    queryKey: ['machine', name, 'access'],
    queryFn: () => getTagged<api.Access>(['machines', name, 'access']),
  });

export const activity = (name: string) =>
  queryOptions({
    queryKey: ['machine', name, 'activity'],
    queryFn: () => get<api.Page<api.MachineEvent>>(['machines', name, 'activity'], { limit: 100 }),
  });

export const savings = queryOptions({ queryKey: ['savings'], queryFn: () => get<api.Savings>(['savings']) });

export const tasks = queryOptions({
  queryKey: ['tasks'],
  queryFn: () => get<api.Page<api.Task>>(['tasks'], { limit: 100 }),
});

export const task = (id: string) =>
  queryOptions({ queryKey: ['task', id], queryFn: () => get<api.Task>(['tasks', id]) });

export const groups = queryOptions({
  queryKey: ['groups'],
  queryFn: () => get<api.Page<api.Group>>(['groups'], { limit: 1000 }),
});

export const groupMembers = (name: string) =>
  queryOptions({
    queryKey: ['groups', name],
    queryFn: () => get<api.GroupWhole>(['groups', name]),
  });

export const accounts = queryOptions({
  queryKey: ['accounts'],
  queryFn: () => get<api.Page<api.Account>>(['accounts'], { limit: 1000 }),
});

export const tokens = (name: string) =>
  queryOptions({ queryKey: ['tokens', name], queryFn: () => get<api.Token[]>(['accounts', name, 'tokens']) });

export const verification = queryOptions({
  queryKey: ['verification'],
  queryFn: () => get<api.Verification>(['audit', 'verification']),
  enabled: false,
});

/** The person behind a screen: screens are only shown to somebody who is logged in. */
export function useWho(): api.Who {
  const { data } = useQuery(session);
  return data ?? { name: '', fullName: '', administrator: false, scope: '' };
}

export function useAudit(asked: { actor: string; action: string; kind: string; object: string }) {
  return useInfiniteQuery({
    queryKey: ['audit', asked],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      get<api.Page<api.AuditEvent>>(['audit'], { ...asked, before: pageParam, limit: 50 }),
    // the list is the youngest first
    getNextPageParam: (last) => ((last.next ?? '') === '' ? undefined : String(last.items.at(-1)?.number ?? '')),
  });
}
