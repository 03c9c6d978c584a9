/** What the API answers, as docs/api.md has it. */

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type RoleWord = 'viewer' | 'contributor' | 'maintainer' | 'owner' | 'administrator';

export interface Who {
  name: string;
  fullName: string;
  administrator: boolean;
  scope: string;
}

export interface MachineOs {
  name: string;
  version: string;
  family: string;
  id?: string;
}

export interface Machine {
  machine: string;
  role: string;
  head: string;
  title: string;
  changed: string;
  createdBy: string;
  clonedFrom: string;
  tags: string[];
  disks: number;
  bytesLogical: number;
  owner?: string;
  group?: string;
  visibility?: string;
  os?: MachineOs | null;
}

export interface RevisionDisk {
  name: string;
  id: string;
  bytesLogical: number;
}

export interface Note {
  by: string;
  time: string;
  text: string;
}

export interface Revision {
  revision: string;
  machine: string;
  parents: string[];
  author: string;
  time: string;
  message: string;
  source: string;
  tags: string[];
  names: string[];
  head: boolean;
  disks: RevisionDisk[];
  definition: string;
  notes: Note[];
}

export interface Origin {
  volume: string;
  path: string;
  condition: string;
}

export interface Volume {
  name: string;
  disks: string[];
  offset: number;
  bytes: number;
  partition: string;
  kind: string;
  label: string;
  uuid: string;
  condition: string;
  reason: string;
  message: string;
  notes: string[];
}

export interface InsidePackage {
  name: string;
  version: string;
  architecture: string;
  source: string;
  sourceVersion: string;
  licence: string;
  vendor: string;
  bytes: number;
  state: string;
  automatic: boolean;
  installed: string;
  summary: string;
}

export interface InsideProblem {
  code: string;
  where: string;
  message: string;
}

export interface GuestSystem {
  family: string;
  volume: string;
  mounts: { place: string; volume: string; device: string; type: string; options: string }[];
  os: {
    id: string;
    name: string;
    version: string;
    codename: string;
    like: string[];
    edition: string;
    build: string;
    servicePack: string;
    architecture: string;
    role: string;
    declared: string;
    origin: Origin;
  };
  host: {
    name: string;
    domain: string;
    machineId: string;
    timeZone: string;
    locale: string;
    installed: string;
    lastUsed: string;
  };
  packages: { manager: string; origin: Origin; packages: InsidePackage[] }[];
  applications: {
    id: string;
    name: string;
    version: string;
    vendor: string;
    place: string;
    details: string[];
    origin: Origin;
  }[];
  accounts: {
    name: string;
    id: string;
    group: string;
    fullName: string;
    home: string;
    shell: string;
    password: string;
    administrator: boolean;
    keys: number;
    lastLogin: string;
  }[];
  groups: { name: string; id: string; members: string[] }[];
  services: {
    name: string;
    manager: string;
    start: string;
    command: string;
    account: string;
    description: string;
  }[];
  network: {
    interfaces: { name: string; mac: string; method: string; addresses: string[]; gateways: string[]; origin: Origin }[];
    nameServers: string[];
    searchDomains: string[];
  };
  kernels: { version: string; path: string }[];
  findings: { kind: string; name: string; value: string; origin: Origin }[];
  problems: InsideProblem[];
}

export interface Inspected {
  machine: string;
  revision: string;
  time: string;
  inspection: {
    version: number;
    disks: { name: string; bytes: number; table: string; id: string; notes: string[] }[];
    volumes: Volume[];
    systems: GuestSystem[];
    problems: InsideProblem[];
  };
}

export interface ListedFile {
  path: string;
  kind: string;
  mode: string;
  uid: number;
  gid: number;
  bytes: number;
  modified: string;
  target: string;
}

export interface Change {
  part: string;
  change: string;
  name: string;
  before: string;
  after: string;
}

export interface Difference {
  before: string;
  after: string;
  changes: Change[];
  texts: { path: string; lines: string[] }[];
  blocks: { disk: string; bytesChanged: number; bytesLogical: number; runs: number }[];
}

export interface Hit {
  machine: string;
  revision: string;
  head: boolean;
  tags: string[];
  owner: string;
  author: string;
  time: string;
  title: string;
  systems: string[];
  hosts: string[];
  inspected: boolean;
  matches: { field: string; name: string; version: string }[];
}

export interface Facet {
  field: string;
  values: { value: string; query: string; count: number }[];
}

export interface Found {
  query: string;
  total: number;
  notInspected: number;
  hits: Hit[];
  facets: Facet[];
}

export interface Completions {
  from: number;
  to: number;
  items: { text: string; kind: string; meaning?: string; count?: number }[];
}

export interface Access {
  creator: string;
  owner: string;
  group: string;
  visibility: string;
  grants: { to: 'account' | 'group'; name: string; role: string }[];
}

export interface Account {
  name: string;
  kind: string;
  fullName: string;
  administrator: boolean;
  disabled: boolean;
  created: string;
}

export interface Token {
  id: string;
  label: string;
  scope: string;
  created: string;
  expires: string;
  lastUsed: string;
}

export interface Group {
  name: string;
  fullName: string;
}

export interface AuditEvent {
  number: number;
  happened: string;
  actorId: string;
  actor: string;
  action: string;
  kind: string;
  object: string;
  origin: string;
  requestId: string;
  before: string;
  after: string;
  reason: string;
  hash: string;
}

export interface Verification {
  events: number;
  end: string;
  problem: string | null;
}

export interface Format {
  name: string;
  title: string;
  suffix: string;
}

export interface About {
  version: string;
  formats: Format[];
  packages: Format[];
}

export type TaskState = 'queued' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'cancelled';

export interface Task {
  id: string;
  kind: string;
  state: TaskState;
  machine: string;
  actor: string;
  phase: string;
  done: number;
  total: number;
  bytesPerSecond: number;
  created: string;
  started: string;
  ended: string;
  deadline: string;
  result: Record<string, unknown> | null;
  problem: { code: string; detail: string } | null;
  log?: { time: string; text: string }[];
}

export interface CheckIn {
  id: string;
  task: string;
  files: { name: string; bytes: number; received: number; location: string }[];
}

export interface Savings {
  logical: number;
  unique: number;
  stored?: number;
  machines: { machine: string; bytesLogical: number; bytesUnique: number }[];
}

export interface LoginMethods {
  password: boolean;
  oidc: { id: string; title: string; location: string }[];
}
