import type { Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { put } from '../evaluate/value.ts';
import type { Row } from '../evaluate/value.ts';
import { XmlScanner } from './xml-scanner.ts';
import type { XmlAttribute } from './xml-scanner.ts';

const maxDepth = 200;

/** An element whose end has not come. */
interface OpenElement {
  readonly name: string;
  /** Attributes and elements; undefined while there are none. */
  parts: Record<string, unknown> | undefined;
  text: string;
}

/**
 * XML text as a structure `{ root: … }`. An element is its text; with attributes or elements in it a structure of them,
 * attributes as `@name`, text beside them as `#text` unless blank. Elements go by their names without prefix, attributes
 * with theirs; declarations of namespaces are left out. Elements that `lists` names (`*`: all but the root) are always
 * lists; any other that comes twice is refused, so that no shape ever depends on how many there are.
 */
export function parseXml(text: string, lists: ReadonlySet<string>, { frame, site }: { frame: Frame; site: Site }): Row {
  const scanner: XmlScanner = new XmlScanner(text, site);
  const open: OpenElement[] = [];
  const root: OpenElement = { name: '', parts: undefined, text: '' };
  while (!scanner.isDone) {
    const mark = scanner.next();
    if (mark === undefined) continue;
    const around = open.at(-1);
    if (mark.kind === 'text') addText(around, mark.text, scanner);
    else if (mark.kind === 'close') {
      if (around === undefined || around.name !== mark.name)
        scanner.fail(`</${mark.name.slice(0, 40)}> closes what is not open`);
      open.pop();
      add(around, { parent: open.at(-1) ?? root, isRoot: open.length === 0, lists }, scanner);
    } else {
      if (around === undefined && root.parts !== undefined) scanner.fail('there is more than one root element');
      if (open.length >= maxDepth)
        throw site.error('budgetExceeded', `the elements are nested more than ${maxDepth} levels deep.`);
      frame.chargeObject(2 + mark.attributes.length, site);
      const element = { name: mark.name, parts: partsOf(mark.attributes), text: '' };
      if (mark.empty) add(element, { parent: around ?? root, isRoot: around === undefined, lists }, scanner);
      else open.push(element);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) scanner.fail(`</${unclosed.name.slice(0, 40)}> is missing`);
  if (root.parts === undefined) scanner.fail('there is no element in it');
  return root.parts;
}

function partsOf(attributes: readonly XmlAttribute[]): Record<string, unknown> | undefined {
  let parts: Record<string, unknown> | undefined;
  for (const { name, value } of attributes) {
    if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
    parts ??= {};
    put(parts, `@${name}`, value);
  }
  return parts;
}

function addText(element: OpenElement | undefined, text: string, scanner: XmlScanner): void {
  if (element !== undefined) element.text += text;
  else if (text.trim() !== '') scanner.fail('text stands outside of the root element');
}

/** An element has ended: it becomes a field of its parent. */
function add(
  element: OpenElement,
  { parent, isRoot, lists }: { parent: OpenElement; isRoot: boolean; lists: ReadonlySet<string> },
  scanner: XmlScanner,
): void {
  const name = element.name.slice(element.name.indexOf(':') + 1);
  const value = valueOf(element);
  const parts = (parent.parts ??= {});
  const isList = !isRoot && (lists.has(name) || lists.has('*'));
  const before = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (before === undefined) put(parts, name, isList ? [value] : value);
  else if (isList && Array.isArray(before)) before.push(value);
  else {
    const shown = name.slice(0, 40);
    scanner.fail(
      `“${shown}” comes more than once in “${parent.name.slice(0, 40)}”. Name it in the second argument, as in PARSEXML(text, ["${shown}"]): then it is always a list`,
    );
  }
}

function valueOf({ parts, text }: OpenElement): unknown {
  const written = text.trim() === '' ? '' : text;
  if (parts === undefined) return written;
  if (written !== '') put(parts, '#text', written);
  return parts;
}
