/** A value as a term of a query takes it: in quotation marks where it has to be. */
export function quoted(value: string): string {
  return /^[\p{L}\p{N}._+*/-]+$/u.test(value) ? value : `"${value.replace(/["\\]/g, '')}"`;
}

/** A query with one more term, which is not said twice. */
export function narrowed(query: string, term: string): string {
  const words = query.trim();
  return ` ${words} `.includes(` ${term} `) ? words : `${words} ${term}`.trim();
}

/** A text in which a part was replaced by a proposal, and where typing goes on. */
export function completed(
  text: string,
  from: number,
  to: number,
  proposal: string,
): { text: string; at: number } {
  const put = proposal.endsWith(':') ? proposal : `${quotedIfSpaced(proposal)} `;
  return { text: text.slice(0, from) + put + text.slice(to).trimStart(), at: from + put.length };
}

function quotedIfSpaced(value: string): string {
  return /[\s()"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value;
}
