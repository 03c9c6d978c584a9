import type { components } from './schema';

/** What the API answers, as its description says. */
type Described = components['schemas'];

/** A part of a list; without `next` it is the last. */
export interface Page<T> {
  items: T[];
  next?: string | null;
}

export type Who = Described['SessionWho'];

export type Machine = Described['MachinesView'];
export type Revision = Described['RevisionView'];
export type Volume = Described['InspectionVolumeFacts'];
export type InsideProblem = Described['Problem'];
export type GuestSystem = Described['SystemFacts'];
export type Inspected = Described['InspectResult'];
export type ListedFile = Described['GuestFilesListed'];
export type Change = Described['Change'];
export type Difference = Described['DiffResult'];
export type Hit = Described['Hit'];
export type Facet = Described['Facet'];
export type Found = Described['SearchView'];
export type Access = Described['AccessView'];
export type Account = Described['AccountsView'];
export type Token = Described['TokensView'];
export type Group = Described['GroupsView'];
export type GroupWhole = Described['GroupsWhole'];
export type AuditEvent = Described['AuditEvent'];
export type MachineEvent = Described['ActivityEvent'];
export type Verification = Described['AuditLogVerification'];

export type Completions = Described['Completion'];
export type Savings = Described['SavingsResult'];

export type LoginMethods = Described['LoginMethods'];
export type WaitingDevice = Described['DeviceWaiting'];
export type About = Described['AboutAbout'];
export type Task = Described['TaskView'];
export type CheckIn = Described['CheckInsView'];
