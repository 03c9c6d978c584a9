/** The name of a machine that a file's name suggests: without its folder and endings, and with nothing that a name cannot hold. */
export function nameOf(file: string): string {
  return file
    .replace(/^.*[/\\]/, '')
    .replace(/\.(gz|xz|zst|bz2)$/i, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}
