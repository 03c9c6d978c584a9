import { Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import { useNavigate, useParams } from 'react-router';
import { Screen } from '../parts/Screen';
import { texts } from '../texts';
import { Accounts } from './Accounts';
import { Groups } from './Groups';

const TABS = ['accounts', 'groups', 'services'] as const;

export function Component() {
  const go = useNavigate();
  const { tab } = useParams();
  const shown = TABS.find((one) => one === tab) ?? 'accounts';
  return (
    <Screen title={texts.administration.title}>
      <Tabs
        activeKey={shown}
        onSelect={(_, key) => void go(`/administration/${key}`)}
        aria-label={texts.administration.title}
      >
        {TABS.map((one) => (
          <Tab key={one} eventKey={one} title={<TabTitleText>{texts.administration[one]}</TabTitleText>}>
            {one === shown && (one === 'groups' ? <Groups /> : <Accounts services={one === 'services'} />)}
          </Tab>
        ))}
      </Tabs>
    </Screen>
  );
}
