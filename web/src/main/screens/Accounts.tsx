import {
  Button,
  Checkbox,
  Dropdown,
  DropdownItem,
  DropdownList,
  Label,
  MenuToggle,
  Modal,
  ModalBody,
  ModalHeader,
} from '@patternfly/react-core';
import EllipsisVIcon from '@patternfly/react-icons/dist/esm/icons/ellipsis-v-icon';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { change, getTagged } from '../api/http';
import { accounts, useWho } from '../api/queries';
import type { Account } from '../api/types';
import { Asking } from '../parts/Asking';
import { Ago } from '../parts/Bits';
import { Field } from '../parts/Field';
import { Loaded, Told } from '../parts/Told';
import { Tokens } from '../parts/Tokens';
import { texts } from '../texts';

/** The accounts of people, or those of programs. */
export function Accounts({ services }: { services: boolean }) {
  const found = useQuery(accounts);
  const [asking, setAsking] = useState(false);
  return (
    <div className="cl-stack">
      <div>
        <Button onClick={() => setAsking(true)}>
          {services ? texts.administration.newService : texts.administration.newAccount}
        </Button>
      </div>
      <Loaded of={found}>
        {(page) => {
          const rows = page.items.filter((one) => (one.kind === 'service') === services);
          return rows.length === 0 ? (
            <span className="cl-faint">{texts.administration.noServices}</span>
          ) : (
            <AccountTable rows={rows} services={services} />
          );
        }}
      </Loaded>
      {asking && <NewAccount service={services} close={() => setAsking(false)} />}
    </div>
  );
}

function AccountTable({ rows, services }: { rows: readonly Account[]; services: boolean }) {
  return (
    <Table
      role="table"
      aria-label={services ? texts.administration.services : texts.administration.accounts}
      variant="compact"
      gridBreakPoint="grid-md"
    >
      <Thead>
        <Tr>
          <Th>{texts.administration.name}</Th>
          <Th>{texts.administration.fullName}</Th>
          <Th>{texts.administration.state}</Th>
          <Th>{texts.administration.created}</Th>
          <Th screenReaderText={texts.machine.actions} />
        </Tr>
      </Thead>
      <Tbody>
        {rows.map((row) => (
          <Tr key={row.name}>
            <Td dataLabel={texts.administration.name}>{row.name}</Td>
            <Td dataLabel={texts.administration.fullName}>{row.fullName}</Td>
            <Td dataLabel={texts.administration.state}>
              <span className="cl-tags">
                <Label isCompact color={row.disabled ? 'red' : 'green'}>
                  {row.disabled ? texts.administration.disabled : texts.administration.active}
                </Label>
                {row.administrator && (
                  <Label isCompact color="purple">
                    {texts.administration.administrator}
                  </Label>
                )}
              </span>
            </Td>
            <Td dataLabel={texts.administration.created}>
              <Ago time={row.created} />
            </Td>
            <Td isActionCell>
              <AccountActions of={row} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function AccountActions({ of }: { of: Account }) {
  const who = useWho();
  const queries = useQueryClient();
  const [menu, setMenu] = useState(false);
  const [open, setOpen] = useState<'' | 'password' | 'tokens'>('');
  const work = useMutation({
    mutationFn: async (wanted: Partial<Account>) => {
      const { etag } = await getTagged<Account>(['accounts', of.name]);
      return change('PATCH', ['accounts', of.name], wanted, etag);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: accounts.queryKey }),
  });
  const service = of.kind === 'service';
  const title = useId();
  return (
    <>
      {work.error && <Told failure={work.error} />}
      <Dropdown
        isOpen={menu}
        onOpenChange={setMenu}
        onSelect={() => setMenu(false)}
        popperProps={{ position: 'right' }}
        toggle={(ref) => (
          <MenuToggle
            ref={ref}
            variant="plain"
            aria-label={texts.administration.actionsFor(of.name)}
            isExpanded={menu}
            onClick={() => setMenu(!menu)}
            icon={<EllipsisVIcon />}
          />
        )}
      >
        <DropdownList>
          {service ? (
            <DropdownItem key="tokens" onClick={() => setOpen('tokens')}>
              {texts.administration.tokens}
            </DropdownItem>
          ) : (
            <DropdownItem key="password" onClick={() => setOpen('password')}>
              {texts.administration.setPassword}
            </DropdownItem>
          )}
          {of.name !== who.name && (
            <>
              {!service && (
                <DropdownItem key="administrator" onClick={() => work.mutate({ administrator: !of.administrator })}>
                  {of.administrator ? texts.administration.unmakeAdministrator : texts.administration.makeAdministrator}
                </DropdownItem>
              )}
              <DropdownItem key="disable" isDanger={!of.disabled} onClick={() => work.mutate({ disabled: !of.disabled })}>
                {of.disabled ? texts.administration.enable : texts.administration.disable}
              </DropdownItem>
            </>
          )}
        </DropdownList>
      </Dropdown>
      {open === 'password' && <SetPassword account={of.name} close={() => setOpen('')} />}
      {open === 'tokens' && (
        <Modal isOpen variant="medium" onClose={() => setOpen('')} aria-labelledby={title}>
          <ModalHeader title={`${texts.administration.tokens}: ${of.name}`} labelId={title} />
          <ModalBody>
            <Tokens account={of.name} />
          </ModalBody>
        </Modal>
      )}
    </>
  );
}

function SetPassword({ account, close }: { account: string; close: () => void }) {
  const who = useWho();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const own = who.name === account;
  return (
    <Asking
      title={`${texts.administration.setPassword}: ${account}`}
      submit={texts.save}
      ready={password !== ''}
      work={() => change('PUT', ['accounts', account, 'password'], { ...(own && { current }), password })}
      close={close}
      changes={[]}
    >
      {own && (
        <Field label={texts.account.current} value={current} set={setCurrent} type="password" autoComplete="current-password" />
      )}
      <Field
        label={texts.account.next}
        value={password}
        set={setPassword}
        type="password"
        autoComplete="new-password"
        required
        first
      />
    </Asking>
  );
}

function NewAccount({ service, close }: { service: boolean; close: () => void }) {
  const [name, setName] = useState('');
  const [fullName, setFullName] = useState('');
  const [password, setPassword] = useState('');
  const [administrator, setAdministrator] = useState(false);
  const id = useId();
  return (
    <Asking
      title={service ? texts.administration.newService : texts.administration.newAccount}
      submit={texts.create}
      ready={name !== ''}
      work={() =>
        change('POST', ['accounts'], {
          name,
          ...(fullName !== '' && { fullName }),
          ...(service ? { service } : { administrator, ...(password !== '' && { password }) }),
        })
      }
      close={close}
      changes={['accounts']}
    >
      <Field label={texts.administration.name} value={name} set={setName} required first />
      <Field label={texts.administration.fullName} value={fullName} set={setFullName} />
      {!service && (
        <>
          <Field
            label={texts.administration.password}
            value={password}
            set={setPassword}
            type="password"
            autoComplete="new-password"
            hint={texts.administration.passwordHint}
          />
          <Checkbox
            id={id}
            label={texts.administration.administrator}
            isChecked={administrator}
            onChange={(_, on) => setAdministrator(on)}
          />
        </>
      )}
    </Asking>
  );
}
