import { Alert, Button, EmptyState, EmptyStateBody, Title } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { search } from '../api/queries';
import type { Facet, Hit } from '../api/types';
import { narrowed } from '../logic/queries';
import { Ago, machinePath, RevisionLink, Tags } from '../parts/Bits';
import { idOf, SystemMark } from '../parts/SystemMark';
import { Loaded } from '../parts/Told';
import { texts } from '../texts';

const MOST = 200;

/** What a query found, and how to narrow it. */
export function SearchResults({ q, all, narrow }: { q: string; all: boolean; narrow: (query: string) => void }) {
  const found = useQuery(search(q, all, true, MOST));
  return (
    <Loaded of={found}>
      {(result) => (
        <>
          <p role="status" className="cl-status">
            {texts.machines.found(result.total)}
          </p>
          {result.notInspected > 0 && (
            <Alert component="p" isInline isPlain variant="info" title={texts.machines.notInspected(result.notInspected)} />
          )}
          <div className="cl-with-facets">
            {result.hits.length === 0 ? (
              <EmptyState titleText={texts.machines.nothingFits} headingLevel="h2">
                <EmptyStateBody>{texts.machines.nothingFitsHint}</EmptyStateBody>
              </EmptyState>
            ) : (
              <Hits hits={result.hits} />
            )}
            <aside aria-label={texts.machines.facets}>
              {result.facets
                .filter((facet) => facet.values.length > 0)
                .map((facet) => (
                  <FacetList key={facet.field} facet={facet} q={q} narrow={narrow} />
                ))}
            </aside>
          </div>
        </>
      )}
    </Loaded>
  );
}

function FacetList({ facet, q, narrow }: { facet: Facet; q: string; narrow: (query: string) => void }) {
  return (
    <section className="cl-facet">
      <Title headingLevel="h2" size="md">
        {texts.fields[facet.field] ?? facet.field}
      </Title>
      <ul>
        {facet.values.map((value) => (
          <li key={value.query} className="cl-row">
            <Button variant="link" isInline onClick={() => narrow(narrowed(q, value.query))}>
              {value.value === '' ? texts.unknown : value.value}
            </Button>
            <span className="cl-space" />
            <span className="cl-faint">{value.count}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Hits({ hits }: { hits: readonly Hit[] }) {
  const why = hits.some((hit) => hit.matches.length > 0);
  return (
    <Table role="table" aria-label={texts.machines.table} variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th>{texts.machines.name}</Th>
          <Th>{texts.machines.system}</Th>
          {why && <Th modifier="nowrap">{texts.machines.because}</Th>}
          <Th>{texts.machines.owner}</Th>
          <Th>{texts.machine.time}</Th>
          <Th>{texts.machines.tags}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {hits.map((hit) => (
          <Tr key={`${hit.machine} ${hit.revision}`}>
            <Td dataLabel={texts.machines.name}>
              <div className="cl-row">
                <SystemMark id={idOf(hit.systems[0] ?? '')} family="" />
                <Link to={machinePath(hit.machine)} className="cl-name">
                  {hit.machine}
                </Link>
                <RevisionLink machine={hit.machine} revision={hit.revision} />
              </div>
            </Td>
            <Td dataLabel={texts.machines.system}>{hit.systems.join(', ')}</Td>
            {why && (
              <Td dataLabel={texts.machines.because}>
                {hit.matches.map((match) => (
                  <div key={`${match.field} ${match.name} ${match.version}`}>
                    <span className="cl-faint">{match.field}</span> {match.name}{' '}
                    <span className="cl-code">{match.version}</span>
                  </div>
                ))}
              </Td>
            )}
            <Td dataLabel={texts.machines.owner}>{hit.owner}</Td>
            <Td dataLabel={texts.machine.time}>
              <Ago time={hit.time} />
            </Td>
            <Td dataLabel={texts.machines.tags}>
              <Tags of={hit.tags} head={hit.head} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
