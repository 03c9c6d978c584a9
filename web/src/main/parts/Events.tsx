import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { AuditEvent, MachineEvent } from '../api/types';
import { texts } from '../texts';
import { When } from './Bits';

/** What was done, in the order that it comes in; of one machine it is known on what, and from where is nobody's business. */
export function Events({ of }: { of: readonly (AuditEvent | MachineEvent)[] }) {
  const requests = of.some((event) => 'object' in event);
  if (of.length === 0) {
    return <p className="cl-faint">{texts.activity.nothing}</p>;
  }
  return (
    <Table role="table" aria-label={texts.activity.table} variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th>{texts.activity.time}</Th>
          <Th>{texts.activity.actor}</Th>
          <Th>{texts.activity.action}</Th>
          {requests && <Th>{texts.activity.object}</Th>}
          <Th>{texts.activity.change}</Th>
          {requests && <Th>{texts.activity.origin}</Th>}
        </Tr>
      </Thead>
      <Tbody>
        {of.map((event) => (
          <Tr key={event.number}>
            <Td dataLabel={texts.activity.time} className="cl-time">
              <When time={event.happened} />
            </Td>
            <Td dataLabel={texts.activity.actor}>{event.actor}</Td>
            <Td dataLabel={texts.activity.action} className="cl-code">
              {event.action}
            </Td>
            {'object' in event && <Td dataLabel={texts.activity.object}>{event.object}</Td>}
            <Td dataLabel={texts.activity.change} className="cl-any">
              {event.before !== '' && <del className="cl-faint">{event.before}</del>} {event.after}
            </Td>
            {'origin' in event && (
              <Td dataLabel={texts.activity.origin} title={texts.requestId(event.requestId)}>
                {event.origin}
              </Td>
            )}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
