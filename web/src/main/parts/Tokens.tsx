import { Alert, Button, ClipboardCopy } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { change } from '../api/http';
import { tokens } from '../api/queries';
import { texts } from '../texts';
import { Asking } from './Asking';
import { Ago, When } from './Bits';
import { Choice, Field } from './Field';
import { Loaded, Told } from './Told';

/** The tokens of an account, new ones, and the end of old ones. */
export function Tokens({ account }: { account: string }) {
  const found = useQuery(tokens(account));
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [secret, setSecret] = useState('');
  const revoke = useMutation({
    mutationFn: (id: string) => change('DELETE', ['accounts', account, 'tokens', id]),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tokens', account] }),
  });
  return (
    <div className="cl-stack">
      {secret !== '' && (
        <Alert component="p" isInline variant="success" title={texts.account.secret}>
          <ClipboardCopy isReadOnly isCode hoverTip={texts.copy} clickTip={texts.copied} textAriaLabel={texts.account.label}>
            {secret}
          </ClipboardCopy>
        </Alert>
      )}
      {revoke.error && <Told failure={revoke.error} />}
      <Loaded of={found}>
        {(list) =>
          list.length === 0 ? (
            <span className="cl-faint">{texts.account.none}</span>
          ) : (
            <Table role="table" aria-label={texts.account.tokens} variant="compact" gridBreakPoint="grid-md">
              <Thead>
                <Tr>
                  <Th>{texts.account.label}</Th>
                  <Th>{texts.account.scope}</Th>
                  <Th>{texts.account.expires}</Th>
                  <Th>{texts.account.lastUsed}</Th>
                  <Th screenReaderText={texts.remove} />
                </Tr>
              </Thead>
              <Tbody>
                {list.map((token) => (
                  <Tr key={token.id}>
                    <Td dataLabel={texts.account.label}>{token.label}</Td>
                    <Td dataLabel={texts.account.scope}>{texts.account.scopes[token.scope] ?? token.scope}</Td>
                    <Td dataLabel={texts.account.expires}>
                      <When time={token.expires} />
                    </Td>
                    <Td dataLabel={texts.account.lastUsed}>
                      <Ago time={token.lastUsed} />
                    </Td>
                    <Td isActionCell>
                      <Button
                        variant="link"
                        isInline
                        isDanger
                        aria-label={texts.account.revoke(token.label)}
                        onClick={() => revoke.mutate(token.id)}
                      >
                        {texts.remove}
                      </Button>
                    </Td>
                  </Tr>
                ))}
              </Tbody>
            </Table>
          )
        }
      </Loaded>
      <div>
        <Button variant="secondary" onClick={() => setAsking(true)}>
          {texts.account.newToken}
        </Button>
      </div>
      {asking && <NewToken account={account} close={() => setAsking(false)} made={setSecret} />}
    </div>
  );
}

function NewToken({ account, close, made }: { account: string; close: () => void; made: (secret: string) => void }) {
  const [label, setLabel] = useState('');
  const [scope, setScope] = useState('read');
  const [days, setDays] = useState('90');
  return (
    <Asking
      title={texts.account.newToken}
      intro={texts.account.tokensHint}
      submit={texts.create}
      ready={label !== '' && /^\d+$/.test(days)}
      work={() =>
        change<{ secret: string }>('POST', ['accounts', account, 'tokens'], { label, scope, days: Number(days) })
      }
      done={(answer) => made(answer.secret)}
      close={close}
      changes={['tokens']}
    >
      <Field label={texts.account.label} value={label} set={setLabel} required first />
      <Choice
        label={texts.account.scope}
        value={scope}
        set={setScope}
        options={Object.entries(texts.account.scopes).map(([value, title]) => ({ value, label: title }))}
      />
      <Field label={texts.account.days} value={days} set={setDays} type="number" />
    </Asking>
  );
}
