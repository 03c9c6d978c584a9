import {
  Button,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  Label,
  LabelGroup,
  Switch,
} from '@patternfly/react-core';
import AngleLeftIcon from '@patternfly/react-icons/dist/esm/icons/angle-left-icon';
import AngleRightIcon from '@patternfly/react-icons/dist/esm/icons/angle-right-icon';
import UploadIcon from '@patternfly/react-icons/dist/esm/icons/upload-icon';
import { SortByDirection, Table, Tbody, Td, Th, Thead, Tr, type ThProps } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { machines } from '../api/queries';
import type { Machine } from '../api/types';
import { Ago, Command, machinePath, RevisionLink, Size, Tags } from '../parts/Bits';
import { Screen } from '../parts/Screen';
import { SearchField } from '../parts/SearchField';
import { idOf, SystemMark } from '../parts/SystemMark';
import { Loaded } from '../parts/Told';
import { UploadDialog } from '../parts/UploadDialog';
import { SearchResults } from './SearchResults';
import { texts } from '../texts';

const FILTERS = ['owner', 'tag', 'system', 'filter'] as const;
type Filter = (typeof FILTERS)[number];
const PER_PAGE = 50;

export function Component() {
  const [words, setWords] = useSearchParams();
  const [all, setAll] = useState(words.get('all') === 'true');
  const q = words.get('q') ?? '';
  const uploading = words.has('upload');
  const setUploading = (open: boolean) =>
    setWords((now) => {
      if (open) {
        now.set('upload', '');
      } else {
        now.delete('upload');
      }
      return now;
    });
  return (
    <Screen
      title={texts.machines.title}
      actions={
        <Button icon={<UploadIcon />} onClick={() => setUploading(true)}>
          {texts.machines.upload}
        </Button>
      }
    >
      <div className="cl-row cl-toolbar">
        <div className="cl-grow">
          <SearchField
            value={q}
            submit={(query) => setWords(query === '' ? {} : { q: query, ...(all && { all: 'true' }) })}
          />
        </div>
        {q !== '' && (
          <Switch label={texts.machines.allRevisions} isChecked={all} onChange={(_, on) => setAll(on)} />
        )}
      </div>
      {q === '' ? (
        <List words={words} setWords={setWords} upload={() => setUploading(true)} />
      ) : (
        <SearchResults q={q} all={all} narrow={(query) => setWords({ q: query, ...(all && { all: 'true' }) })} />
      )}
      {uploading && <UploadDialog close={() => setUploading(false)} />}
    </Screen>
  );
}

interface Words {
  words: URLSearchParams;
  setWords: (words: Record<string, string>) => void;
  upload: () => void;
}

function List({ words, setWords, upload }: Words) {
  const chosen: Record<Filter, string> = {
    owner: words.get('owner') ?? '',
    tag: words.get('tag') ?? '',
    system: words.get('system') ?? '',
    filter: words.get('filter') ?? '',
  };
  const sort = words.get('sort') ?? '';
  // where the pages before this one began
  const [trail, setTrail] = useState<string[]>([]);
  const asked = { ...chosen, sort, cursor: trail.at(-1) ?? '', limit: PER_PAGE };
  const found = useQuery(machines(asked));
  const change = (more: Record<string, string>) => {
    setTrail([]);
    const next: Record<string, string> = { ...chosen, sort, ...more };
    setWords(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== '')));
  };
  const filtered = FILTERS.filter((filter) => chosen[filter] !== '');
  return (
    <>
      {filtered.length > 0 && (
        <div className="cl-filters">
          <LabelGroup categoryName={texts.inside.filter}>
            {filtered.map((filter) => (
              <Label key={filter} onClose={() => change({ [filter]: '' })}>
                {texts.machines.filteredBy[filter]}: {chosen[filter]}
              </Label>
            ))}
          </LabelGroup>
          <Button variant="link" onClick={() => change({ owner: '', tag: '', system: '', filter: '' })}>
            {texts.machines.withoutFilter}
          </Button>
        </div>
      )}
      <Loaded of={found}>
        {(page) =>
          page.items.length === 0 ? (
            filtered.length > 0 ? (
              <EmptyState titleText={texts.machines.nothingFits} headingLevel="h2">
                <EmptyStateBody>{texts.machines.nothingFitsHint}</EmptyStateBody>
              </EmptyState>
            ) : (
              <NoMachines upload={upload} />
            )
          ) : (
            <>
              <MachineTable rows={page.items} sort={sort} change={change} />
              {(trail.length > 0 || (page.next ?? '') !== '') && (
                <div className="cl-row cl-pages">
                  <span className="cl-space" />
                  <Button
                    variant="plain"
                    aria-label={texts.machines.previous}
                    icon={<AngleLeftIcon />}
                    isDisabled={trail.length === 0}
                    onClick={() => setTrail(trail.slice(0, -1))}
                  />
                  <span>
                    {trail.length * PER_PAGE + 1}–{trail.length * PER_PAGE + page.items.length}
                  </span>
                  <Button
                    variant="plain"
                    aria-label={texts.machines.next}
                    icon={<AngleRightIcon />}
                    isDisabled={(page.next ?? '') === ''}
                    onClick={() => setTrail([...trail, page.next ?? ''])}
                  />
                </div>
              )}
            </>
          )
        }
      </Loaded>
    </>
  );
}

function NoMachines({ upload }: { upload: () => void }) {
  const server = window.location.origin;
  return (
    <EmptyState titleText={texts.machines.none} headingLevel="h2">
      <EmptyStateBody>
        <p>{texts.machines.noneHint}</p>
      </EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>
          <Button onClick={upload}>{texts.machines.upload}</Button>
        </EmptyStateActions>
        <EmptyStateActions>
          <div className="cl-commands">
            <Command>{`colama login ${server}`}</Command>
            <Command>{`colama --server ${server} checkin web disk.qcow2 -m "as installed"`}</Command>
          </div>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  );
}

const SORTED = ['name', 'size', 'changed'] as const;

function MachineTable({ rows, sort, change }: {
  rows: readonly Machine[];
  sort: string;
  change: (more: Record<string, string>) => void;
}) {
  const by = sort.replace(/^-/, '');
  const index = SORTED.findIndex((one) => one === (by === '' ? 'name' : by));
  const sorting = (column: (typeof SORTED)[number]): { sort: NonNullable<ThProps['sort']> } => ({
    sort: {
      columnIndex: SORTED.indexOf(column),
      sortBy: { index, direction: sort.startsWith('-') ? 'desc' : 'asc', defaultDirection: 'asc' },
      onSort: (_, __, direction) => change({ sort: direction === SortByDirection.desc ? `-${column}` : column }),
    },
  });
  return (
    <Table role="table" aria-label={texts.machines.table} variant="compact" gridBreakPoint="grid-lg" isStickyHeader>
      <Thead>
        <Tr>
          <Th {...sorting('name')}>{texts.machines.name}</Th>
          <Th>{texts.machines.system}</Th>
          <Th>{texts.machines.head}</Th>
          <Th>{texts.machines.owner}</Th>
          <Th {...sorting('size')}>{texts.machines.size}</Th>
          <Th {...sorting('changed')}>{texts.machines.changed}</Th>
          <Th>{texts.machines.tags}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {rows.map((row) => (
          <Tr key={row.machine}>
            <Td dataLabel={texts.machines.name}>
              <div className="cl-row cl-named">
                <SystemMark id={idOf(row.systems[0] ?? '')} family="" />
                <Link to={machinePath(row.machine)} className="cl-name">
                  {row.machine}
                </Link>
              </div>
            </Td>
            <Td dataLabel={texts.machines.system}>
              <System of={row} choose={(system) => change({ system })} />
            </Td>
            <Td dataLabel={texts.machines.head}>
              <RevisionLink machine={row.machine} revision={row.head} />{' '}
              <span className="cl-faint">{row.title}</span>
            </Td>
            <Td dataLabel={texts.machines.owner}>
              <Owner of={row} choose={(owner) => change({ owner })} />
            </Td>
            <Td dataLabel={texts.machines.size}>
              <Size of={row.bytesLogical} />
              {row.disks > 1 && <span className="cl-faint"> · {texts.machines.disks(row.disks)}</span>}
            </Td>
            <Td dataLabel={texts.machines.changed}>
              <Ago time={row.changed} />
            </Td>
            <Td dataLabel={texts.machines.tags}>
              <Tags of={row.tags} onTag={(tag) => change({ tag })} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function System({ of, choose }: { of: Machine; choose: (system: string) => void }) {
  if (of.systems.length === 0) {
    return <span className="cl-faint">{of.inspected ? texts.none : '–'}</span>;
  }
  return of.systems.map((system) => (
    <Button
      key={system}
      variant="link"
      isInline
      className="cl-quiet"
      title={texts.machines.filterBy(texts.machines.filteredBy.system, system)}
      onClick={() => choose(system)}
    >
      {system}
    </Button>
  ));
}

function Owner({ of, choose }: { of: Machine; choose: (owner: string) => void }) {
  const { owner } = of;
  if (owner === '') {
    return <span className="cl-faint">{texts.machines.nobody}</span>;
  }
  return (
    <Button
      variant="link"
      isInline
      className="cl-quiet"
      title={texts.machines.filterBy(texts.machines.filteredBy.owner, owner)}
      onClick={() => choose(owner)}
    >
      {owner}
    </Button>
  );
}
