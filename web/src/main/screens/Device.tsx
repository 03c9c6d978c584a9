import {
  ActionGroup,
  Alert,
  Button,
  Card,
  CardBody,
  DescriptionList,
  Form,
} from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { change } from '../api/http';
import type { WaitingDevice } from '../api/types';
import { Ago } from '../parts/Bits';
import { Field } from '../parts/Field';
import { Screen } from '../parts/Screen';
import { Told } from '../parts/Told';
import { texts } from '../texts';
import { Fact } from './Overview';

/** Lets a device act for the reader, by the code that it shows: who waits is told before anything is approved. */
export function Component() {
  const [words] = useSearchParams();
  const [code, setCode] = useState(words.get('code') ?? '');
  const look = useMutation({
    mutationFn: () => change<WaitingDevice>('POST', ['device', 'approvals'], { code: code.trim() }),
  });
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
      {look.data === undefined ? (
        <Form
          className="cl-form"
          onSubmit={(event) => {
            event.preventDefault();
            look.mutate();
          }}
        >
          <p>{texts.device.intro}</p>
          {look.error && <Told failure={look.error} />}
          <Field label={texts.device.code} value={code} set={setCode} required first />
          <ActionGroup>
            <Button type="submit" isDisabled={code.trim() === '' || look.isPending} isLoading={look.isPending}>
              {texts.device.next}
            </Button>
          </ActionGroup>
        </Form>
      ) : (
        <div className="cl-stack cl-form">
          {answer.error && <Told failure={answer.error} />}
          <Card>
            <CardBody>
              <DescriptionList isHorizontal isCompact termWidth="8rem">
                <Fact name={texts.device.code}>{code}</Fact>
                <Fact name={texts.device.label}>{look.data.label}</Fact>
                <Fact name={texts.device.origin}>{look.data.origin}</Fact>
                <Fact name={texts.device.since}>
                  <Ago time={look.data.created} />
                </Fact>
              </DescriptionList>
            </CardBody>
          </Card>
          <Alert component="p" isInline isPlain variant="warning" title={texts.device.warning} />
          <div className="cl-row">
            <Button isDisabled={answer.isPending} onClick={() => answer.mutate(true)}>
              {texts.device.approve}
            </Button>
            <Button variant="secondary" isDisabled={answer.isPending} onClick={() => answer.mutate(false)}>
              {texts.device.deny}
            </Button>
          </div>
        </div>
      )}
    </Screen>
  );
}
