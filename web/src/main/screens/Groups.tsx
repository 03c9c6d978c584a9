import { Button, Card, CardBody, CardHeader, CardTitle, Label, LabelGroup } from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { change } from '../api/http';
import { groupMembers, groups } from '../api/queries';
import type { Group } from '../api/types';
import { Asking } from '../parts/Asking';
import { Field } from '../parts/Field';
import { Loaded, Told } from '../parts/Told';
import { texts } from '../texts';

/** The groups and who is in them. */
export function Groups() {
  const found = useQuery(groups);
  const [asking, setAsking] = useState(false);
  return (
    <div className="cl-stack">
      <div>
        <Button onClick={() => setAsking(true)}>{texts.administration.newGroup}</Button>
      </div>
      <Loaded of={found}>
        {(page) =>
          page.items.length === 0 ? (
            <span className="cl-faint">{texts.administration.noGroups}</span>
          ) : (
            page.items.map((group) => <One key={group.name} group={group} />)
          )
        }
      </Loaded>
      {asking && <NewGroup close={() => setAsking(false)} />}
    </div>
  );
}

function One({ group }: { group: Group }) {
  const found = useQuery(groupMembers(group.name));
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: (account: string) => change('DELETE', ['groups', group.name, 'members', account]),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['groups'] }),
  });
  return (
    <Card isCompact>
      <CardHeader
        actions={{
          actions: (
            <Button variant="secondary" size="sm" onClick={() => setAsking(true)}>
              {texts.administration.addMember}
            </Button>
          ),
        }}
      >
        <CardTitle component="h2">
          {group.name} <span className="cl-faint">{group.fullName}</span>
        </CardTitle>
      </CardHeader>
      <CardBody>
        {remove.error && <Told failure={remove.error} />}
        <Loaded of={found}>
          {(whole) =>
            whole.members.length === 0 ? (
              <span className="cl-faint">{texts.administration.noMembers}</span>
            ) : (
              <LabelGroup aria-label={texts.administration.members} numLabels={50}>
                {whole.members.map((account) => (
                  <Label
                    key={account}
                    onClose={() => remove.mutate(account)}
                    closeBtnAriaLabel={texts.administration.removeMember(account, group.name)}
                  >
                    {account}
                  </Label>
                ))}
              </LabelGroup>
            )
          }
        </Loaded>
      </CardBody>
      {asking && <AddMember group={group.name} close={() => setAsking(false)} />}
    </Card>
  );
}

function AddMember({ group, close }: { group: string; close: () => void }) {
  const [account, setAccount] = useState('');
  return (
    <Asking
      title={`${texts.administration.addMember}: ${group}`}
      submit={texts.administration.addMember}
      ready={account !== ''}
      work={() => change('PUT', ['groups', group, 'members', account])}
      close={close}
      changes={['groups']}
    >
      <Field label={texts.access.account} value={account} set={setAccount} required first />
    </Asking>
  );
}

function NewGroup({ close }: { close: () => void }) {
  const [name, setName] = useState('');
  const [fullName, setFullName] = useState('');
  return (
    <Asking
      title={texts.administration.newGroup}
      submit={texts.create}
      ready={name !== ''}
      work={() => change('POST', ['groups'], { name, ...(fullName !== '' && { fullName }) })}
      close={close}
      changes={['groups']}
    >
      <Field label={texts.administration.name} value={name} set={setName} required first />
      <Field label={texts.administration.fullName} value={fullName} set={setFullName} />
    </Asking>
  );
}
