import { Breadcrumb, BreadcrumbItem, Button, FormSelect, FormSelectOption } from '@patternfly/react-core';
import DownloadIcon from '@patternfly/react-icons/dist/esm/icons/download-icon';
import FileIcon from '@patternfly/react-icons/dist/esm/icons/file-icon';
import FolderIcon from '@patternfly/react-icons/dist/esm/icons/folder-icon';
import LinkIcon from '@patternfly/react-icons/dist/esm/icons/link-icon';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { address } from '../api/http';
import { files } from '../api/queries';
import type { GuestSystem, ListedFile, Volume } from '../api/types';
import { Ago, Size } from '../parts/Bits';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Told';
import { texts } from '../texts';

interface Of {
  machine: string;
  revision: string;
  volumes: readonly Volume[];
  systems: readonly GuestSystem[];
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The files of the revision: folder after folder, each file to be had. */
export function FileBrowser({ machine, revision, volumes, systems }: Of) {
  const [words, setWords] = useSearchParams();
  const path = words.get('path') ?? '/';
  // without a system there is no tree that stands for all volumes
  const readable = volumes.filter((volume) => volume.condition !== '');
  const volume = words.get('volume') ?? (systems.length > 0 ? '' : (readable[0]?.name ?? ''));
  const found = useQuery(files(machine, revision, path, volume));
  const show = (to: string, on = volume) =>
    setWords((now) => {
      now.set('path', to);
      now.set('volume', on);
      return now;
    });
  const parts = path.split('/').filter((part) => part !== '');
  const ordered = (list: readonly ListedFile[]) =>
    [...list].sort(
      (a, b) => Number(b.kind === 'directory') - Number(a.kind === 'directory') || a.path.localeCompare(b.path),
    );
  return (
    <div className="cl-stack cl-tight">
      <div className="cl-row">
        {readable.length > 0 && (
          <FormSelect
            value={volume}
            aria-label={texts.inside.volume}
            className="cl-filter"
            onChange={(_, value) => show('/', value)}
          >
            {systems.length > 0 ? <FormSelectOption value="" label={texts.inside.tree} /> : null}
            {readable.map((one) => (
              <FormSelectOption key={one.name} value={one.name} label={`${one.name} (${one.kind})`} />
            ))}
          </FormSelect>
        )}
        <Breadcrumb aria-label={texts.inside.path}>
          <BreadcrumbItem isActive={parts.length === 0}>
            <Button variant="link" isInline onClick={() => show('/')}>
              {texts.inside.root}
            </Button>
          </BreadcrumbItem>
          {parts.map((part, at) => (
            <BreadcrumbItem key={parts.slice(0, at + 1).join('/')} isActive={at === parts.length - 1}>
              <Button variant="link" isInline onClick={() => show(`/${parts.slice(0, at + 1).join('/')}`)}>
                {part}
              </Button>
            </BreadcrumbItem>
          ))}
        </Breadcrumb>
      </div>
      <Loaded of={found}>
        {(list) =>
          list.length === 0 ? (
            <p className="cl-faint">{texts.inside.emptyFolder}</p>
          ) : (
            <Facts<ListedFile>
              label={texts.inside.files}
              rows={ordered(list)}
              keyOf={(one) => one.path}
              columns={[
                {
                  title: texts.inside.name,
                  of: (one) => (
                    <span className="cl-row">
                      {one.kind === 'directory' ? <FolderIcon /> : one.kind === 'symlink' ? <LinkIcon /> : <FileIcon />}
                      {one.kind === 'directory' ? (
                        <Button variant="link" isInline onClick={() => show(one.path)}>
                          {lastOf(one.path)}
                        </Button>
                      ) : (
                        <span>
                          {lastOf(one.path)}
                          {one.target !== '' && <span className="cl-faint"> → {one.target}</span>}
                        </span>
                      )}
                    </span>
                  ),
                },
                { title: texts.inside.size, of: (one) => (one.kind === 'file' ? <Size of={one.bytes} /> : '') },
                { title: texts.inside.mode, of: (one) => one.mode, code: true },
                { title: texts.inside.id, of: (one) => `${one.uid}:${one.gid}`, code: true },
                { title: texts.inside.modified, of: (one) => <Ago time={one.modified} /> },
                {
                  title: texts.machine.download,
                  of: (one) =>
                    one.kind === 'file' ? (
                      <Button
                        component="a"
                        variant="plain"
                        size="sm"
                        href={address(['machines', machine, 'revisions', revision, 'content'], {
                          path: one.path,
                          volume,
                        })}
                        download=""
                        aria-label={texts.inside.download(lastOf(one.path))}
                        icon={<DownloadIcon />}
                      />
                    ) : (
                      ''
                    ),
                },
              ]}
            />
          )
        }
      </Loaded>
    </div>
  );
}
