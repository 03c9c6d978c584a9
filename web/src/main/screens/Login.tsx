import { ActionGroup, Button, Divider, Form, Title } from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Navigate, useLocation } from 'react-router';
import { change, get } from '../api/http';
import { loginMethods, session } from '../api/queries';
import type { Who } from '../api/types';
import { Field } from '../parts/Field';
import { useTitle } from '../parts/Screen';
import { Told } from '../parts/Told';
import { texts } from '../texts';

/** Where somebody wanted to go before the login; only places of these pages. */
function wanted(state: unknown): string {
  const to = typeof state === 'object' && state !== null && 'to' in state ? state.to : '';
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/machines';
}

export function Login() {
  useTitle(texts.login.title);
  const queries = useQueryClient();
  const location = useLocation();
  const who = useQuery(session);
  const methods = useQuery(loginMethods);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const login = useMutation({
    mutationFn: async () => {
      await change<Who>('POST', ['session'], { name, password });
      // this also brings the cookie that later requests repeat
      return get<Who>(['session']);
    },
    onSuccess: (account) => {
      queries.clear();
      queries.setQueryData(session.queryKey, account);
    },
    onError: () => setPassword(''),
  });
  if (who.data) {
    return <Navigate to={wanted(location.state)} replace />;
  }
  const ways = methods.data ?? { password: true, oidc: [] };
  return (
    <main className="cl-login">
      <div className="cl-login-card">
        <div className="cl-brand">
          <img src="/mark.svg" alt="" width="40" height="40" />
          <div>
            <div className="cl-brand-name">{texts.product}</div>
            <div className="cl-faint">{texts.claim}</div>
          </div>
        </div>
        <Title headingLevel="h1" size="xl">
          {texts.login.title}
        </Title>
        {login.error && <Told failure={login.error} />}
        {ways.password && (
          <Form
            onSubmit={(event) => {
              event.preventDefault();
              login.mutate();
            }}
          >
            <Field label={texts.login.name} value={name} set={setName} required first autoComplete="username" />
            <Field
              label={texts.login.password}
              value={password}
              set={setPassword}
              required
              type="password"
              autoComplete="current-password"
            />
            <ActionGroup>
              <Button
                type="submit"
                isBlock
                isLoading={login.isPending}
                isDisabled={login.isPending || name === '' || password === ''}
              >
                {texts.login.submit}
              </Button>
            </ActionGroup>
          </Form>
        )}
        {ways.oidc.length > 0 && (
          <>
            {ways.password && <Divider />}
            {ways.oidc.map((one) => (
              <Button key={one.id} variant="secondary" isBlock component="a" href={`${one.location}?return=${encodeURIComponent(wanted(location.state))}`}>
                {texts.login.with(one.title)}
              </Button>
            ))}
          </>
        )}
        <p className="cl-hint">{texts.login.first}</p>
        <p className="cl-hint">{texts.login.byProgram}</p>
      </div>
    </main>
  );
}
