/** A failure as the API tells it: one line, and the id of the request for the server's log. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly requestId: string,
  ) {
    super(detail);
  }
}

type Values = Record<string, string | number | boolean | undefined>;

interface Sent {
  query?: Values;
  body?: unknown;
  ifMatch?: string;
  signal?: AbortSignal;
}

export interface Answer<T> {
  value: T;
  etag: string;
}

const BASE = '/api/v1';
let whenLoggedOut: () => void = () => undefined;

/** Says what is done when the server does not know who is asking any more. */
export function onLoggedOut(handler: () => void): void {
  whenLoggedOut = handler;
}

/** An address below the API; each part of a path is escaped. */
export function address(parts: readonly string[], query: Values = {}): string {
  const path = `${BASE}/${parts.map(encodeURIComponent).join('/')}`;
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const words = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length > 0 ? `${path}?${words.toString()}` : path;
}

export function cookie(name: string, all: string): string {
  const found = all.split('; ').find((one) => one.startsWith(`${name}=`));
  return found === undefined ? '' : decodeURIComponent(found.slice(name.length + 1));
}

/** What a request needs that changes something. */
export function proof(): Record<string, string> {
  return { 'X-XSRF-TOKEN': cookie('XSRF-TOKEN', document.cookie) };
}

async function problem(response: Response): Promise<ApiProblem> {
  const id = response.headers.get('X-Request-Id') ?? '';
  try {
    const told = (await response.json()) as Partial<{ code: string; detail: string; requestId: string }>;
    return new ApiProblem(
      response.status,
      told.code ?? '',
      told.detail ?? response.statusText,
      told.requestId ?? id,
    );
  } catch {
    return new ApiProblem(response.status, '', `the server answered ${response.status} ${response.statusText}`, id);
  }
}

async function send(method: string, parts: readonly string[], sent: Sent = {}): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') {
    Object.assign(headers, proof());
  }
  if (sent.body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (sent.ifMatch !== undefined && sent.ifMatch !== '') {
    headers['If-Match'] = sent.ifMatch;
  }
  let response: Response;
  try {
    response = await fetch(address(parts, sent.query), {
      method,
      headers,
      body: sent.body === undefined ? null : JSON.stringify(sent.body),
      credentials: 'same-origin',
      signal: sent.signal ?? null,
    });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') {
      throw failure;
    }
    throw new ApiProblem(0, 'unreachable', 'the server cannot be reached', '');
  }
  if (!response.ok) {
    const found = await problem(response);
    if (response.status === 401 && parts[0] !== 'session') {
      whenLoggedOut();
    }
    throw found;
  }
  return response;
}

async function json(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

// what comes back is what docs/api.md says: the one place where that is taken on trust
export async function get<T>(parts: readonly string[], query?: Values, signal?: AbortSignal): Promise<T> {
  return (await json(await send('GET', parts, { ...(query && { query }), ...(signal && { signal }) }))) as T;
}

/** The same with what tells its version, for a change of it. */
export async function getTagged<T>(parts: readonly string[]): Promise<Answer<T>> {
  const response = await send('GET', parts);
  return { value: (await json(response)) as T, etag: response.headers.get('ETag') ?? '' };
}

export async function change<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  parts: readonly string[],
  body?: unknown,
  ifMatch?: string,
): Promise<T> {
  return (await json(await send(method, parts, { body, ...(ifMatch !== undefined && { ifMatch }) }))) as T;
}
