import { Button, TextInput } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { texts } from '../texts';

export interface Column<T> {
  title: string;
  /** What is shown, and what a filter looks at when that is a text. */
  of: (row: T) => ReactNode;
  code?: boolean;
}

const AT_ONCE = 250;
const WORTH_A_FILTER = 8;

/** A table of facts, with a filter over its texts; what is not shown at once comes when it is asked for. */
export function Facts<T>({ label, rows, columns, keyOf }: {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
}) {
  const [part, setPart] = useState('');
  const [shown, setShown] = useState(AT_ONCE);
  const wanted = useDeferredValue(part.trim().toLowerCase());
  if (rows.length === 0) {
    return <p className="cl-faint">{texts.inside.nothing}</p>;
  }
  const fitting =
    wanted === ''
      ? rows
      : rows.filter((row) =>
          columns.some((column) => {
            const value = column.of(row);
            return typeof value === 'string' && value.toLowerCase().includes(wanted);
          }),
        );
  // a column that says nothing anywhere is left out
  const said = columns.filter((column) => rows.some((row) => column.of(row) !== ''));
  return (
    <>
      <div className="cl-row cl-filters">
        {rows.length > WORTH_A_FILTER && (
          <TextInput
            type="search"
            value={part}
            onChange={(_, value) => setPart(value)}
            placeholder={`${texts.inside.filter} ${label.toLowerCase()}`}
            aria-label={`${texts.inside.filter} ${label.toLowerCase()}`}
            className="cl-filter"
          />
        )}
        <span className="cl-faint" role="status">
          {texts.inside.shown(fitting.length, rows.length)}
        </span>
      </div>
      {fitting.length === 0 ? (
        <p className="cl-faint">{texts.inside.nothingFits}</p>
      ) : (
        <Table role="table" aria-label={label} variant="compact" gridBreakPoint="grid-md">
          <Thead>
            <Tr>
              {said.map((column) => (
                <Th key={column.title} modifier="nowrap">{column.title}</Th>
              ))}
            </Tr>
          </Thead>
          <Tbody>
            {fitting.slice(0, shown).map((row) => (
              <Tr key={keyOf(row)}>
                {said.map((column) => (
                  <Td
                    key={column.title}
                    dataLabel={column.title}
                    className={column.code === true ? 'cl-any cl-code' : ''}
                  >
                    {column.of(row)}
                  </Td>
                ))}
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
      {fitting.length > shown && (
        <Button variant="link" onClick={() => setShown(shown + 4 * AT_ONCE)}>
          {texts.diff.moreChanges(fitting.length - shown)}
        </Button>
      )}
    </>
  );
}
