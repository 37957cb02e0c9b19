// A small tree of XML for schemas and samples: namespaces resolved, places kept, size and depth bounded, no DTD.
import { SaxesParser } from 'saxes';
import type { SaxesTagNS } from 'saxes';
import type { FindingPlace, Findings } from '../schema-reading.ts';

export interface XmlAttribute {
  readonly name: string;
  readonly ns: string;
  readonly prefix: string;
  readonly value: string;
}

export interface XmlElement {
  readonly name: string;
  readonly ns: string;
  readonly prefix: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: XmlElement[];
  /** All text directly inside, joined. */
  text: string;
  /** Offset of the end of the opening tag. */
  readonly offset: number;
  readonly line: number;
  /** Prefix → namespace as it holds here; '' is the default. */
  readonly scope: Readonly<Record<string, string>>;
}

export interface XmlTreeLimits {
  readonly maxElements: number;
  /** Text of one element beyond this is dropped. */
  readonly maxText: number;
}

const maxDepth = 200;
const maxAttributes = 2_000;

/** Thrown inside the parser's callbacks to stop it; never leaves this file. */
class Stopped extends Error {
  readonly code: string;
  readonly offset: number | undefined;

  constructor(code: string, message: string, offset?: number) {
    super(message);
    this.code = code;
    this.offset = offset;
  }
}

export interface XmlTree {
  readonly root: XmlElement;
  /** The element limit was met; what follows was left out. */
  readonly isPartial: boolean;
}

/** The tree, or undefined with a finding that says where the text is no well-formed XML or why it is refused. */
export function xmlTree(
  text: string,
  place: FindingPlace & { readonly findings: Findings },
  limits: XmlTreeLimits,
): XmlTree | undefined {
  const { findings, file } = place;
  const building = new TreeBuilder(limits);
  try {
    building.parse(withoutLateDeclaration(text));
  } catch (cause) {
    if (!(cause instanceof Stopped)) throw cause;
    if (cause.code !== 'partial') {
      findings.error(cause.code, cause.message, { file, start: cause.offset });
      return undefined;
    }
    return building.root === undefined ? undefined : { root: building.root, isPartial: true };
  }
  if (building.root !== undefined) return { root: building.root, isPartial: false };
  findings.error('syntax', 'The text is no valid XML: it has no root element.', { file });
  return undefined;
}

/** White space before the declaration is common in what people paste, and does no harm. Places stay as they are. */
const withoutLateDeclaration = (text: string): string =>
  /^\s+<\?xml/.test(text) ? text.replace(/^\s+<\?xml[^>]*\?>/, (found) => found.replace(/[^\n]/g, ' ')) : text;

class TreeBuilder {
  root: XmlElement | undefined;
  readonly #open: XmlElement[] = [];
  readonly #limits: XmlTreeLimits;
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  #count = 0;

  constructor(limits: XmlTreeLimits) {
    this.#limits = limits;
    this.#parser.on('doctype', () => {
      throw new Stopped(
        'dtd',
        'The XML has a document type definition (DTD), which is refused for safety. Take the DOCTYPE out.',
        this.#parser.position,
      );
    });
    this.#parser.on('opentag', (tag) => this.#openTag(tag));
    this.#parser.on('text', (text) => this.#text(text));
    this.#parser.on('cdata', (text) => this.#text(text));
    this.#parser.on('closetag', () => this.#open.pop());
    this.#parser.on('error', (error) => {
      const { line, columnIndex, position } = this.#parser;
      const reason = error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
      throw new Stopped(
        'syntax',
        `The text is no valid XML: ${reason} (line ${line}, column ${columnIndex + 1}).`,
        position,
      );
    });
  }

  parse(text: string): void {
    this.#parser.write(text).close();
  }

  #openTag(tag: SaxesTagNS): void {
    this.#count += 1;
    if (this.#count > this.#limits.maxElements) throw new Stopped('partial', 'too many elements');
    if (this.#open.length >= maxDepth)
      throw new Stopped('tooLarge', `The XML is nested more than ${maxDepth} levels deep.`, this.#parser.position);
    const attributes = Object.values(tag.attributes);
    if (attributes.length > maxAttributes)
      throw new Stopped('tooLarge', `An element has more than ${maxAttributes} attributes.`, this.#parser.position);
    const parent = this.#open.at(-1);
    const element: XmlElement = {
      name: tag.local,
      ns: tag.uri,
      prefix: tag.prefix,
      attributes: attributes
        .filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns')
        .map(({ local, uri, prefix, value }) => ({ name: local, ns: uri, prefix, value })),
      children: [],
      text: '',
      offset: this.#parser.position,
      line: this.#parser.line,
      scope: scopeOf(parent?.scope, tag.ns),
    };
    if (parent === undefined) this.root = element;
    else parent.children.push(element);
    this.#open.push(element);
  }

  #text(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined && element.text.length < this.#limits.maxText) element.text += text;
  }
}

const noScope: Readonly<Record<string, string>> = Object.freeze({ xml: 'http://www.w3.org/XML/1998/namespace' });

function scopeOf(
  parent: Readonly<Record<string, string>> = noScope,
  declared: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const entries = Object.entries(declared);
  return entries.length === 0 ? parent : Object.fromEntries([...Object.entries(parent), ...entries]);
}

export function attributeOf(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.name === name && attribute.ns === '')?.value;
}
