import {
  Alert,
  Button,
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  DescriptionList,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { change, type Answer } from '../api/http';
import { access, groups, useWho } from '../api/queries';
import type { Access, Machine } from '../api/types';
import { Asking } from '../parts/Asking';
import { Choice, Field } from '../parts/Field';
import { Loaded, Told } from '../parts/Told';
import { texts } from '../texts';
import { Fact } from './Overview';

export default function AccessTab({ machine }: { machine: Machine }) {
  const found = useQuery(access(machine.machine));
  return <Loaded of={found}>{(answer) => <Shown machine={machine} answer={answer} />}</Loaded>;
}

function Shown({ machine, answer }: { machine: Machine; answer: Answer<Access> }) {
  const [open, setOpen] = useState<'' | 'share' | 'change'>('');
  const who = useWho();
  const queries = useQueryClient();
  const { value: known } = answer;
  const owns = machine.role === 'owner' || who.administrator;
  const revoke = useMutation({
    mutationFn: (grant: { to: string; name: string }) =>
      change('DELETE', ['machines', machine.machine, 'access', `${grant.to}s`, grant.name]),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['machine', machine.machine] }),
  });
  const close = () => setOpen('');
  return (
    <div className="cl-stack">
      {known.owner === '' && <Alert component="p" isInline variant="info" title={texts.access.nobodys} />}
      {!owns && <Alert component="p" isInline isPlain variant="info" title={texts.access.onlyOwner} />}
      <Card>
        <CardHeader
          {...(owns && {
            actions: {
              actions: (
                <Button variant="secondary" onClick={() => setOpen('change')}>
                  {texts.access.change}
                </Button>
              ),
            },
          })}
        >
          <CardTitle component="h2">{texts.access.changeTitle}</CardTitle>
        </CardHeader>
        <CardBody>
          <DescriptionList isHorizontal isCompact termWidth="10rem">
            <Fact name={texts.access.owner}>{known.owner === '' ? texts.machines.nobody : known.owner}</Fact>
            <Fact name={texts.access.group}>{known.group === '' ? texts.access.noGroup : known.group}</Fact>
            <Fact name={texts.access.visibility}>
              {texts.access.visibilities[known.visibility] ?? known.visibility}
            </Fact>
          </DescriptionList>
        </CardBody>
      </Card>
      <Card>
        <CardHeader
          {...(owns && {
            actions: { actions: <Button onClick={() => setOpen('share')}>{texts.access.share}</Button> },
          })}
        >
          <CardTitle component="h2">{texts.access.sharedWith}</CardTitle>
        </CardHeader>
        <CardBody>
          {revoke.error && <Told failure={revoke.error} />}
          {known.grants.length === 0 ? (
            <span className="cl-faint">{texts.access.nobody}</span>
          ) : (
            <Table role="table" aria-label={texts.access.sharedWith} variant="compact" gridBreakPoint="grid-md">
              <Thead>
                <Tr>
                  <Th>{texts.access.name}</Th>
                  <Th>{texts.access.role}</Th>
                  <Th screenReaderText={texts.remove} />
                </Tr>
              </Thead>
              <Tbody>
                {known.grants.map((grant) => (
                  <Tr key={`${grant.to} ${grant.name}`}>
                    <Td dataLabel={texts.access.name}>
                      {grant.name} <span className="cl-faint">{grant.to}</span>
                    </Td>
                    <Td dataLabel={texts.access.role}>{texts.access.roles[grant.role] ?? grant.role}</Td>
                    <Td isActionCell>
                      {owns && (
                        <Button
                          variant="link"
                          isDanger
                          isInline
                          aria-label={texts.access.revoke(grant.name)}
                          onClick={() => revoke.mutate(grant)}
                        >
                          {texts.remove}
                        </Button>
                      )}
                    </Td>
                  </Tr>
                ))}
              </Tbody>
            </Table>
          )}
        </CardBody>
      </Card>
      {open === 'share' && <Share machine={machine.machine} close={close} />}
      {open === 'change' && <Change machine={machine.machine} answer={answer} close={close} />}
    </div>
  );
}

function Share({ machine, close }: { machine: string; close: () => void }) {
  const known = useQuery(groups).data?.items ?? [];
  const [to, setTo] = useState('group');
  const [account, setAccount] = useState('');
  const [group, setGroup] = useState('');
  const [role, setRole] = useState('viewer');
  const name = to === 'group' ? group || (known[0]?.name ?? '') : account;
  return (
    <Asking
      title={texts.access.shareTitle(machine)}
      submit={texts.access.share}
      ready={name !== ''}
      work={() => change('PUT', ['machines', machine, 'access', `${to}s`, name], { role })}
      close={close}
      changes={['machine', 'machines']}
    >
      <Choice
        label={texts.access.kind}
        value={to}
        set={setTo}
        options={[
          { value: 'group', label: texts.access.kinds.group },
          { value: 'account', label: texts.access.kinds.account },
        ]}
      />
      {to === 'group' ? (
        <Choice
          label={texts.access.group}
          value={name}
          set={setGroup}
          options={known.map((one) => ({ value: one.name, label: one.fullName === '' ? one.name : `${one.name} – ${one.fullName}` }))}
        />
      ) : (
        <Field label={texts.access.account} value={account} set={setAccount} required />
      )}
      <Choice
        label={texts.access.role}
        value={role}
        set={setRole}
        options={Object.entries(texts.access.roles).map(([value, label]) => ({ value, label }))}
      />
    </Asking>
  );
}

function Change({ machine, answer, close }: { machine: string; answer: Answer<Access>; close: () => void }) {
  const known = useQuery(groups).data?.items ?? [];
  const [owner, setOwner] = useState(answer.value.owner);
  const [group, setGroup] = useState(answer.value.group);
  const [visibility, setVisibility] = useState(answer.value.visibility);
  return (
    <Asking
      title={texts.access.changeTitle}
      submit={texts.save}
      work={() =>
        change(
          'PATCH',
          ['machines', machine, 'access'],
          { ...(owner !== '' && { owner }), group, visibility },
          answer.etag,
        )
      }
      close={close}
      changes={['machine', 'machines']}
    >
      <Field label={texts.access.owner} value={owner} set={setOwner} hint={texts.access.handOver} />
      <Choice
        label={texts.access.group}
        value={group}
        set={setGroup}
        options={[
          { value: '', label: texts.access.noGroup },
          ...known.map((one) => ({ value: one.name, label: one.name })),
        ]}
      />
      <Choice
        label={texts.access.visibility}
        value={visibility}
        set={setVisibility}
        options={Object.entries(texts.access.visibilities).map(([value, label]) => ({ value, label }))}
      />
    </Asking>
  );
}
