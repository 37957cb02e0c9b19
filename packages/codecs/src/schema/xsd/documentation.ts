import type { XmlElement } from '../xml/xml-tree.ts';
import { isXsd } from './xsd-files.ts';

const longest = 2_000;

/** The words of `annotation/documentation`, inner markup and white space taken out. */
export function documentation(element: XmlElement): string | undefined {
  const texts = element.children
    .filter((child) => isXsd(child, 'annotation'))
    .flatMap((annotation) => annotation.children.filter((child) => isXsd(child, 'documentation')))
    .map((node) => wordsOf(node, 0));
  const text = texts.join(' ').replace(/\s+/g, ' ').trim();
  if (text === '') return undefined;
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function wordsOf(element: XmlElement, depth: number): string {
  if (depth > 20) return '';
  return [element.text, ...element.children.map((child) => wordsOf(child, depth + 1))].join(' ');
}
