import { useSyncExternalStore } from 'react';
import { Upload } from 'tus-js-client';
import { change, proof } from './http';
import type { CheckIn } from './types';

export type Progress = 'running' | 'paused' | 'sent' | 'failed' | 'given-up';

/** A file on its way. */
export interface Sending {
  name: string;
  bytes: number;
  sent: number;
  problem: string;
}

/** A check-in whose files are on their way. */
export interface Uploading {
  id: string;
  task: string;
  machine: string;
  progress: Progress;
  files: Sending[];
}

interface Kept extends Uploading {
  uploads: Upload[];
}

/** One request holds so much at most, so that one that fails costs little, and progress is seen. */
const PIECE = 8 << 20;

let all: readonly Kept[] = [];
const listeners = new Set<() => void>();

function set(id: string, update: (kept: Kept) => Partial<Kept>) {
  all = all.map((one) => (one.id === id ? { ...one, ...update(one) } : one));
  listeners.forEach((listener) => listener());
}

function setFile(id: string, index: number, update: Partial<Sending>) {
  set(id, (kept) => ({ files: kept.files.map((file, at) => (at === index ? { ...file, ...update } : file)) }));
}

/** All that is on its way; it goes on while other screens are shown. */
export function useUploads(): readonly Uploading[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
  );
}

export interface Wanted {
  machine: string;
  message: string;
  tag: string;
  files: readonly File[];
}

/** Begins a check-in: the server names a place for each file, and its task runs while bytes arrive. */
export async function begin(wanted: Wanted): Promise<CheckIn> {
  const made = await change<CheckIn>('POST', ['check-ins'], {
    machine: wanted.machine,
    ...(wanted.message !== '' && { message: wanted.message }),
    ...(wanted.tag !== '' && { tags: [wanted.tag] }),
    files: wanted.files.map((file) => ({ name: file.name, bytes: file.size })),
  });
  const uploads = made.files.map((place, index) => one(made.id, place.location, wanted.files[index], index));
  all = [
    ...all,
    {
      id: made.id,
      task: made.task,
      machine: wanted.machine,
      progress: 'running',
      files: wanted.files.map((file) => ({ name: file.name, bytes: file.size, sent: 0, problem: '' })),
      uploads,
    },
  ];
  listeners.forEach((listener) => listener());
  void sendInTurn(made.id);
  return made;
}

const endings = new Map<Upload, () => void>();

function one(id: string, location: string, file: File | undefined, index: number): Upload {
  const upload: Upload = new Upload(file ?? new Blob(), {
    uploadUrl: location,
    chunkSize: PIECE,
    retryDelays: [500, 1000, 3000, 5000, 10_000],
    storeFingerprintForResuming: false,
    removeFingerprintOnSuccess: true,
    onBeforeRequest: (request) => {
      Object.entries(proof()).forEach(([name, value]) => request.setHeader(name, value));
    },
    onProgress: (sent) => setFile(id, index, { sent }),
    onSuccess: () => {
      setFile(id, index, { sent: file?.size ?? 0, problem: '' });
      endings.get(upload)?.();
    },
    onError: (failure) => {
      setFile(id, index, { problem: failure.message });
      set(id, () => ({ progress: 'failed' }));
    },
  });
  return upload;
}

/** One file after the other: the first is what is checked in, and is wanted first. */
async function sendInTurn(id: string) {
  for (const upload of all.find((kept) => kept.id === id)?.uploads ?? []) {
    await new Promise<void>((resolve) => {
      endings.set(upload, resolve);
      upload.start();
    });
  }
  set(id, () => ({ progress: 'sent' }));
}

/** Which file is on its way now. */
function current(kept: Kept): Upload | undefined {
  const index = kept.files.findIndex((file) => file.sent < file.bytes);
  return kept.uploads[index < 0 ? kept.uploads.length - 1 : index];
}

export async function pause(id: string) {
  const kept = all.find((one) => one.id === id);
  if (kept !== undefined) {
    set(id, () => ({ progress: 'paused' }));
    await current(kept)?.abort();
  }
}

/** Goes on where the server says that it stopped. */
export function resume(id: string) {
  const kept = all.find((one) => one.id === id);
  if (kept !== undefined) {
    set(id, () => ({ progress: 'running', files: kept.files.map((file) => ({ ...file, problem: '' })) }));
    current(kept)?.start();
  }
}

/** Ends a check-in, of which nothing is kept. */
export async function giveUp(id: string) {
  const kept = all.find((one) => one.id === id);
  if (kept !== undefined) {
    await current(kept)?.abort();
    await change('DELETE', ['check-ins', id]);
    set(id, () => ({ progress: 'given-up' }));
  }
}

/** Forgets one that has ended. */
export function forget(id: string) {
  all = all.filter((one) => one.id !== id);
  listeners.forEach((listener) => listener());
}
