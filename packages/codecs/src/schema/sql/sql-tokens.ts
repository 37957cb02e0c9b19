// The words of SQL in any dialect: names in three kinds of quotes, texts, numbers, signs; comments left out.

export interface SqlToken {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'sign' | 'end';
  /** Of a quoted name or text, what stands between the quotes. */
  readonly text: string;
  /** The text in upper case, for words; else empty. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** The closing quote is missing. */
  readonly isOpen?: true;
}

/** One run of white space, or one comment: many in a row would be many levels deep for the pattern. */
const space = /\s+|--[^\n]*|(?<=(?:^|\n)[ \t]*)#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const bareWord = /[\p{L}_@$#][\p{L}\p{N}_$@#]*/uy;
const numeral = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const dollarQuote = /\$(?:[A-Za-z_]\w*)?\$/y;
const bracketName = /\[[^\][\d\s][^\][]*\]/y;

const maxTokens = 2_000_000;

export interface SqlTokens {
  readonly tokens: SqlToken[];
  /** Where a text, a quoted name or a comment begins that does not end. */
  readonly open: number | undefined;
  /** Where it was too much: what stands behind is not read. */
  readonly rest: number | undefined;
}

/** What ends the rows of an INSERT, of which no word is needed: dumps have millions of them. */
const afterRows: ReadonlySet<string> = new Set(['CREATE', 'ALTER', 'DROP', 'GO', 'COMMENT']);

/** Behind what a statement may begin: SQL Server writes no semicolons, but GO, and SET IDENTITY_INSERT … ON before the rows. */
const isEnd = (last: SqlToken | undefined): boolean =>
  last === undefined || last.text === ';' || last.word === 'GO' || last.word === 'ON';

export function sqlTokens(text: string): SqlTokens {
  const tokens: SqlToken[] = [];
  let open: number | undefined;
  let at = 0;
  let isRows = false;
  while (at < text.length && tokens.length < maxTokens) {
    const blank = matchAt(space, text, at);
    if (blank !== undefined && blank !== '') {
      at += blank.length;
      if (at >= text.length) open ??= openComment(text, at - blank.length);
      continue;
    }
    const token = tokenAt(text, at);
    const isBegin = token.word === 'INSERT' && isEnd(tokens.at(-1));
    isRows = (isRows || isBegin) && token.text !== ';' && !afterRows.has(token.word);
    if (!isRows) tokens.push(token);
    if (token.isOpen === true) open ??= token.start;
    at = Math.max(token.end, at + 1);
  }
  return { tokens, open, rest: at < text.length ? at : undefined };
}

/** In blanks that lead to the end of the text: a comment that is not closed. */
function openComment(text: string, from: number): number | undefined {
  const blank = text.slice(from);
  const whole = blank.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => ' '.repeat(comment.length));
  const at = whole.indexOf('/*');
  return at === -1 ? undefined : from + at;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function tokenAt(text: string, at: number): SqlToken {
  const character = text.charAt(at);
  const made = (kind: SqlToken['kind'], content: string, end: number): SqlToken => ({
    kind,
    text: content,
    word: kind === 'word' ? content.toUpperCase() : '',
    start: at,
    end,
  });
  if (character === "'") return quoted(text, at, { kind: 'text', close: "'" });
  if (
    (character === 'N' || character === 'E' || character === 'n' || character === 'e') &&
    text.charAt(at + 1) === "'"
  ) {
    return { ...quoted(text, at + 1, { kind: 'text', close: "'" }), start: at };
  }
  if (character === '"') return quoted(text, at, { kind: 'name', close: '"' });
  if (character === '`') return quoted(text, at, { kind: 'name', close: '`' });
  const bracket = character === '[' ? matchAt(bracketName, text, at) : undefined;
  if (bracket !== undefined) return made('name', bracket.slice(1, -1), at + bracket.length);
  const dollar = character === '$' ? matchAt(dollarQuote, text, at) : undefined;
  if (dollar !== undefined) {
    const close = text.indexOf(dollar, at + dollar.length);
    const end = close === -1 ? text.length : close;
    const token = made('text', text.slice(at + dollar.length, end), Math.min(end + dollar.length, text.length));
    return close === -1 ? { ...token, isOpen: true } : token;
  }
  const number = matchAt(numeral, text, at);
  if (number !== undefined) return made('number', number, at + number.length);
  const word = matchAt(bareWord, text, at);
  if (word !== undefined) return made('word', word, at + word.length);
  return made('sign', character, at + 1);
}

/** The quote itself is written twice; MySQL also escapes with a backslash in texts. */
function quoted(text: string, at: number, { kind, close }: { kind: 'text' | 'name'; close: string }): SqlToken {
  const parts: string[] = [];
  let from = at + 1;
  for (let end = from; end < text.length; end += 1) {
    const character = text.charAt(end);
    if (character === '\\' && kind === 'text' && text.charAt(end + 1) === close && text.charAt(end + 2) !== ',') {
      parts.push(text.slice(from, end));
      from = end + 1;
      end += 1;
    } else if (character === close) {
      if (text.charAt(end + 1) !== close) {
        parts.push(text.slice(from, end));
        return { kind, text: parts.join(''), word: '', start: at, end: end + 1 };
      }
      parts.push(text.slice(from, end + 1));
      from = end + 2;
      end += 1;
    }
  }
  return { kind, text: text.slice(at + 1), word: '', start: at, end: text.length, isOpen: true };
}
