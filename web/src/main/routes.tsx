import { createBrowserRouter, Navigate } from 'react-router';
import { Shell } from './Shell';
import { Login } from './screens/Login';
import { Nowhere } from './screens/Nowhere';

// each screen comes with its own script, when it is first shown
export const routes = createBrowserRouter([
  { path: '/login', element: <Login /> },
  {
    element: <Shell />,
    hydrateFallbackElement: <></>,
    errorElement: <Nowhere broken />,
    children: [
      { path: '/', element: <Navigate to="/machines" replace /> },
      { path: '/machines', lazy: () => import('./screens/Machines') },
      { path: '/machines/:machine/diff', lazy: () => import('./screens/Diff') },
      { path: '/machines/:machine/:tab?', lazy: () => import('./screens/Machine') },
      { path: '/savings', lazy: () => import('./screens/Savings') },
      { path: '/tasks/:id?', lazy: () => import('./screens/Tasks') },
      { path: '/activity', lazy: () => import('./screens/Activity') },
      { path: '/administration/:tab?', lazy: () => import('./screens/Administration') },
      { path: '/account', lazy: () => import('./screens/Account') },
      { path: '/device', lazy: () => import('./screens/Device') },
      { path: '*', element: <Nowhere /> },
    ],
  },
]);
