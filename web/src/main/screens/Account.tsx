import { ActionGroup, Alert, Button, Card, CardBody, CardTitle, Form } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { change } from '../api/http';
import { useWho } from '../api/queries';
import { Field } from '../parts/Field';
import { Screen } from '../parts/Screen';
import { Tokens } from '../parts/Tokens';
import { Told } from '../parts/Told';
import { texts } from '../texts';

export function Component() {
  const who = useWho();
  return (
    <Screen title={texts.account.title}>
      <div className="cl-stack">
        <Card>
          <CardTitle component="h2">{texts.account.tokens}</CardTitle>
          <CardBody>
            <p className="cl-faint">{texts.account.tokensHint}</p>
            <Tokens account={who.name} />
          </CardBody>
        </Card>
        <Card>
          <CardTitle component="h2">{texts.account.password}</CardTitle>
          <CardBody>
            <Password account={who.name} />
          </CardBody>
        </Card>
      </div>
    </Screen>
  );
}

function Password({ account }: { account: string }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const work = useMutation({
    mutationFn: () => change('PUT', ['accounts', account, 'password'], { current, password: next }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
    },
  });
  return (
    <Form
      className="cl-form"
      onSubmit={(event) => {
        event.preventDefault();
        work.mutate();
      }}
    >
      {work.error && <Told failure={work.error} />}
      {work.isSuccess && <Alert component="p" isInline variant="success" title={texts.account.changed} />}
      <Field
        label={texts.account.current}
        value={current}
        set={setCurrent}
        type="password"
        autoComplete="current-password"
        required
      />
      <Field
        label={texts.account.next}
        value={next}
        set={setNext}
        type="password"
        autoComplete="new-password"
        hint={texts.account.changeHint}
        required
      />
      <ActionGroup>
        <Button type="submit" isLoading={work.isPending} isDisabled={current === '' || next === '' || work.isPending}>
          {texts.account.change}
        </Button>
      </ActionGroup>
    </Form>
  );
}
