// simple marks of our own: two letters on a colour, four panes for Windows
const MARKS: Record<string, [string, string]> = {
  debian: ['De', '#a80030'],
  ubuntu: ['Ub', '#b5390f'],
  rhel: ['RH', '#b00000'],
  centos: ['Ce', '#5a2a83'],
  rocky: ['Ro', '#0b6e4f'],
  almalinux: ['Al', '#1c4f7c'],
  fedora: ['Fe', '#294172'],
  opensuse: ['oS', '#3c6e1f'],
  sles: ['SL', '#3c6e1f'],
  sle: ['SL', '#3c6e1f'],
  alpine: ['Ap', '#0d597f'],
  arch: ['Ar', '#12658c'],
  amzn: ['Am', '#7a4b00'],
  oracle: ['Or', '#9b2b1f'],
  freebsd: ['FB', '#8a1a1a'],
};

/** A small mark of an operating system; its name stands beside it, so it says nothing to screen readers. */
export function SystemMark({ id, family, size = 22 }: { id: string; family: string; size?: number }) {
  const word = id.toLowerCase();
  const known = Object.entries(MARKS).find(([name]) => word.startsWith(name))?.[1];
  const windows = family === 'windows' || word.startsWith('windows');
  const [letters, colour] = known ?? (word === '' && family === '' ? ['?', '#6a6e73'] : ['Lx', '#3d4b57']);
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false" className="cl-mark">
      <rect width="24" height="24" rx="5" fill={windows ? '#0b5cad' : colour} />
      {windows ? (
        <g fill="#fff">
          <rect x="5.5" y="5.5" width="6" height="6" />
          <rect x="12.5" y="5.5" width="6" height="6" />
          <rect x="5.5" y="12.5" width="6" height="6" />
          <rect x="12.5" y="12.5" width="6" height="6" />
        </g>
      ) : (
        <text x="12" y="16.2" textAnchor="middle" fontSize="11.5" fontWeight="700" fill="#fff">
          {letters}
        </text>
      )}
    </svg>
  );
}

/** The mark of a system of which only the name for people is known. */
export function idOf(name: string): string {
  const words = name.toLowerCase();
  if (words.includes('windows')) {
    return 'windows';
  }
  if (words.includes('red hat')) {
    return 'rhel';
  }
  return words.split(/[^a-z]/)[0] ?? '';
}
