import {
  Badge,
  Button,
  Dropdown,
  DropdownItem,
  DropdownList,
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadMain,
  MastheadToggle,
  MenuToggle,
  Nav,
  NavItem,
  NavList,
  Page,
  PageSidebar,
  PageSidebarBody,
  PageToggleButton,
  SkipToContent,
  Spinner,
} from '@patternfly/react-core';
import MoonIcon from '@patternfly/react-icons/dist/esm/icons/moon-icon';
import SearchIcon from '@patternfly/react-icons/dist/esm/icons/search-icon';
import SunIcon from '@patternfly/react-icons/dist/esm/icons/sun-icon';
import TasksIcon from '@patternfly/react-icons/dist/esm/icons/tasks-icon';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { Link, Navigate, Outlet, useLocation, useNavigate } from 'react-router';
import { change } from './api/http';
import { useLive } from './api/live';
import { session, tasks } from './api/queries';
import { isDark, setDark } from './logic/theme';
import { Loose } from './parts/Loose';
import { Palette } from './parts/Palette';
import { TaskDrawer } from './parts/TaskDrawer';
import { Loaded } from './parts/Told';
import { texts } from './texts';

const CONTENT = 'content';

export interface Place {
  to: string;
  title: string;
  administrators: boolean;
}

export const PLACES: readonly Place[] = [
  { to: '/machines', title: texts.nav.machines, administrators: false },
  { to: '/savings', title: texts.nav.savings, administrators: false },
  { to: '/tasks', title: texts.nav.tasks, administrators: false },
  { to: '/activity', title: texts.nav.activity, administrators: true },
  { to: '/administration', title: texts.nav.administration, administrators: true },
];

/** What is around every screen, for somebody who is logged in. */
export function Shell() {
  const who = useQuery(session);
  const location = useLocation();
  return (
    <Loaded of={who}>
      {(account) =>
        account === null ? (
          <Navigate to="/login" replace state={{ to: location.pathname + location.search }} />
        ) : (
          <Frame name={account.name} fullName={account.fullName} administrator={account.administrator} />
        )
      }
    </Loaded>
  );
}

function Frame({ name, fullName, administrator }: { name: string; fullName: string; administrator: boolean }) {
  const location = useLocation();
  const [finding, setFinding] = useState(false);
  const [working, setWorking] = useState(false);
  const live = useLive(true);
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setFinding(true);
      }
    };
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  }, []);
  const places = PLACES.filter((place) => administrator || !place.administrators);
  return (
    <Page
      mainContainerId={CONTENT}
      mainTabIndex={-1}
      isManagedSidebar
      skipToContent={<SkipToContent href={`#${CONTENT}`}>{texts.skip}</SkipToContent>}
      masthead={
        <Head
          name={fullName === '' ? name : fullName}
          find={() => setFinding(true)}
          showTasks={() => setWorking((shown) => !shown)}
        />
      }
      sidebar={
        <PageSidebar>
          <PageSidebarBody>
            <Nav aria-label={texts.nav.label}>
              <NavList>
                {places.map((place) => (
                  <NavItem key={place.to} isActive={location.pathname.startsWith(place.to)}>
                    <Link to={place.to}>{place.title}</Link>
                  </NavItem>
                ))}
              </NavList>
            </Nav>
          </PageSidebarBody>
        </PageSidebar>
      }
      notificationDrawer={<TaskDrawer close={() => setWorking(false)} live={live} />}
      isNotificationDrawerExpanded={working}
    >
      <Loose key={location.pathname}>
        <Suspense fallback={<Spinner aria-label={texts.loading} />}>
          <Outlet />
        </Suspense>
      </Loose>
      {finding && <Palette places={places} close={() => setFinding(false)} />}
    </Page>
  );
}

function Head({ name, find, showTasks }: { name: string; find: () => void; showTasks: () => void }) {
  const [dark, setDarkShown] = useState(isDark);
  const running = useQuery({ ...tasks, retry: false }).data?.items.filter((task) => task.ended === '').length ?? 0;
  return (
    <Masthead>
      <MastheadMain>
        <MastheadToggle>
          <PageToggleButton isHamburgerButton variant="plain" aria-label={texts.nav.open} />
        </MastheadToggle>
        <MastheadBrand>
          <Link to="/machines" className="cl-brand">
            <img src="/mark.svg" alt="" width="28" height="28" />
            <span className="cl-brand-name">{texts.product}</span>
          </Link>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <div className="cl-bar">
          <Button variant="secondary" icon={<SearchIcon />} onClick={find} className="cl-find">
            <span className="cl-wide">{texts.head.palette}</span> <kbd className="cl-wide">Ctrl K</kbd>
            <span className="pf-v6-screen-reader cl-narrow">{texts.head.palette}</span>
          </Button>
          <span className="cl-space" />
          <Button
            variant="plain"
            aria-label={texts.head.tasks(running)}
            icon={
              <>
                <TasksIcon />
                {running > 0 && <Badge className="cl-badge">{running}</Badge>}
              </>
            }
            onClick={showTasks}
          />
          <Button
            variant="plain"
            aria-label={texts.head.theme(dark)}
            icon={dark ? <SunIcon /> : <MoonIcon />}
            onClick={() => {
              setDark(!dark);
              setDarkShown(!dark);
            }}
          />
          <AccountMenu name={name} />
        </div>
      </MastheadContent>
    </Masthead>
  );
}

function AccountMenu({ name }: { name: string }) {
  const [open, setOpen] = useState(false);
  const go = useNavigate();
  const queries = useQueryClient();
  const logOut = useMutation({
    mutationFn: () => change('DELETE', ['session']),
    onSettled: () => {
      queries.clear();
      queries.setQueryData(session.queryKey, null);
      void go('/login', { replace: true });
    },
  });
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      popperProps={{ position: 'right' }}
      toggle={(ref) => (
        <MenuToggle ref={ref} variant="plainText" isExpanded={open} onClick={() => setOpen(!open)}>
          {name}
        </MenuToggle>
      )}
    >
      <DropdownList>
        <DropdownItem key="account" onClick={() => void go('/account')}>
          {texts.head.account}
        </DropdownItem>
        <DropdownItem key="out" onClick={() => logOut.mutate()}>
          {texts.head.logOut}
        </DropdownItem>
      </DropdownList>
    </Dropdown>
  );
}
