import { ActionGroup, Alert, Button, Form } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { change } from '../api/http';
import { Field } from '../parts/Field';
import { Screen } from '../parts/Screen';
import { Told } from '../parts/Told';
import { texts } from '../texts';

/** Lets a device act for the reader, by the code that it shows. */
export function Component() {
  const [words] = useSearchParams();
  const [code, setCode] = useState(words.get('code') ?? '');
  const answer = useMutation({
    mutationFn: (approve: boolean) => change('POST', ['device', 'approvals'], { code: code.trim(), approve }),
  });
  if (answer.isSuccess) {
    return (
      <Screen title={texts.device.title}>
        <Alert
          component="p"
          isInline
          variant={answer.variables ? 'success' : 'info'}
          title={answer.variables ? texts.device.approved : texts.device.denied}
        />
      </Screen>
    );
  }
  return (
    <Screen title={texts.device.title}>
      <Form
        className="cl-form"
        onSubmit={(event) => {
          event.preventDefault();
          answer.mutate(true);
        }}
      >
        <p>{texts.device.intro}</p>
        {answer.error && <Told failure={answer.error} />}
        <Field label={texts.device.code} value={code} set={setCode} required first />
        <Alert component="p" isInline isPlain variant="warning" title={texts.device.warning} />
        <ActionGroup>
          <Button type="submit" isDisabled={code.trim() === '' || answer.isPending}>
            {texts.device.approve}
          </Button>
          <Button
            variant="secondary"
            isDisabled={code.trim() === '' || answer.isPending}
            onClick={() => answer.mutate(false)}
          >
            {texts.device.deny}
          </Button>
        </ActionGroup>
      </Form>
    </Screen>
  );
}
