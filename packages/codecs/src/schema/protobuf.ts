// Protocol Buffers (.proto: 2, 3 and editions) → one schema for each message, as the JSON mapping of proto3 has it.
import protobuf from 'protobufjs';
import { inputText } from './input-text.ts';
import { addWellKnown } from './protobuf/well-known.ts';
import { ProtobufConverter } from './protobuf/protobuf-converter.ts';
import { resolveFile } from './resolve-file.ts';
import { Findings, maxSchemaLength } from './schema-reading.ts';
import type { SchemaReading, SchemaReadOptions, SchemaText } from './schema-reading.ts';
import { definitionAsSchema, namedLazily } from './with-definitions.ts';

const maxFiles = 500;

/** Messages of the main file, those first that no other message holds; nested ones last. Imports are looked for in `files`. */
export function readProtobufSchema(input: SchemaText, options: SchemaReadOptions = {}): SchemaReading {
  const findings = new Findings();
  const file = options.name ?? 'schema.proto';
  const root = new protobuf.Root();
  const text = inputText(input, { findings, file: options.name, what: 'a .proto file', maxLength: maxSchemaLength });
  const imports = text === undefined ? undefined : parseInto(root, { text, file }, findings);
  if (imports === undefined) return { schemas: [], diagnostics: findings.diagnostics };
  const own = messagesOf(root);
  addImports(root, { file, imports }, { findings, options });
  tellLostExtensions(root, findings);
  const converter = new ProtobufConverter(findings);
  const names = new Map(own.map((type) => [type, converter.define(type)]));
  converter.finish();
  const held = converter.heldTypes;
  const isInner = (type: protobuf.Type): boolean => type.parent instanceof protobuf.Type;
  const rank = (type: protobuf.Type): number => (isInner(type) ? 2 : held.has(type) ? 1 : 0);
  const ordered = own.toSorted((one, other) => rank(one) - rank(other));
  if (ordered.length === 0) findings.warning('nothing', 'The file declares no messages.', { file: options.name });
  const schemas = ordered.map((type) => {
    const name = names.get(type) ?? type.name;
    return namedLazily(name, () => definitionAsSchema(name, converter.definitions));
  });
  return { schemas, diagnostics: findings.diagnostics };
}

function messagesOf(namespace: protobuf.NamespaceBase): protobuf.Type[] {
  return namespace.nestedArray.flatMap((nested) => {
    const inner = nested instanceof protobuf.Namespace ? messagesOf(nested) : [];
    return nested instanceof protobuf.Type ? [nested, ...inner] : inner;
  });
}

/** Extensions of messages that are nowhere declared, and of numbers that their message does not leave to others. */
function tellLostExtensions(namespace: protobuf.NamespaceBase, findings: Findings): void {
  for (const nested of namespace.nestedArray) {
    if (nested instanceof protobuf.Namespace) tellLostExtensions(nested, findings);
    if (!(nested instanceof protobuf.Field) || nested.extend === undefined) continue;
    const extended = nested.parent?.lookup(nested.extend, [protobuf.Type]) ?? null;
    const name = nested.fullName.slice(1);
    // Options of files, messages and fields are extended in this way; they are no fields of data.
    if (/^\.?google\.protobuf\.\w+Options$/.test(nested.extend)) continue;
    if (!(extended instanceof protobuf.Type)) {
      const message = `The extension ${name} belongs to ${nested.extend}, which is not declared: it is left out. Add the file.`;
      findings.warning('unknownReference', message);
    } else if (!(extended.extensions ?? []).some((range) => isIn(range, nested.id)))
      findings.warning(
        'extension',
        `The extension ${name} has the number ${nested.id}, which ${extended.fullName.slice(1)} does not leave to extensions.`,
      );
  }
}

const isIn = (range: unknown, id: number): boolean =>
  Array.isArray(range) && Number(range[0]) <= id && id <= Number(range[1]);

interface Loading {
  readonly findings: Findings;
  readonly options: SchemaReadOptions;
}

/** All that the file imports, and what that imports, each once. */
function addImports(root: protobuf.Root, main: { file: string; imports: readonly string[] }, loading: Loading): void {
  const { findings, options } = loading;
  const open = [main];
  const known = new Set([main.file]);
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const location of from.imports) {
      if (addWellKnown(root, location, known) || known.size >= maxFiles) continue;
      if (resolveFile(location, from.file, [main.file]) !== undefined) {
        const message = `${main.file} and ${from.file} import each other, which Protobuf does not allow. The messages of both are read.`;
        findings.warning('circle', message, { file: from.file });
        continue;
      }
      const file = resolveFile(location, from.file, [...(options.files?.keys() ?? [])]);
      const content = file === undefined ? undefined : options.files?.get(file);
      if (file === undefined || content === undefined) {
        const message = `${location} is imported, but was not supplied. Its messages may be anything; add the file.`;
        findings.warning('missingFile', message, { file: from.file });
        continue;
      }
      if (known.has(file)) continue;
      known.add(file);
      const imports = findings.aside(() => {
        const text = inputText(content, { findings, file, what: 'a .proto file', maxLength: maxSchemaLength });
        return text === undefined ? undefined : parseInto(root, { text, file }, findings);
      });
      if (imports !== undefined) open.push({ file, imports });
    }
  }
}

const maxBraces = 100;

function parseInto(
  root: protobuf.Root,
  { text, file }: { text: string; file: string },
  findings: Findings,
): string[] | undefined {
  if (deepestBrace(text) > maxBraces) {
    findings.error('tooLarge', `The messages are nested more than ${maxBraces} levels deep.`, { file });
    return undefined;
  }
  const syntax = /^[ \t]*syntax[ \t]*=[ \t]*["']([^"'\n]*)["']/m.exec(text)?.[1];
  if (syntax !== undefined && syntax !== 'proto2' && syntax !== 'proto3') {
    findings.error('syntax', `The syntax “${syntax}” is not known here: proto2, proto3 and editions are.`, { file });
    return undefined;
  }
  try {
    const parsed = protobuf.parse(text, root, {
      keepCase: true,
      alternateCommentMode: true,
      preferTrailingComment: true,
    });
    return [...(parsed.imports ?? []), ...(parsed.weakImports ?? [])];
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const line = /line (\d+)/.exec(cause.message)?.[1];
    const reason = inWords(cause.message.replace(/\s*\(.*line \d+\)\s*$/, ''));
    const where = line === undefined ? '' : ` (line ${line})`;
    findings.error('syntax', `The text is no valid .proto file: ${reason}${where}.`, {
      file,
      start: line === undefined ? undefined : offsetOfLine(text, Number(line)),
    });
    return undefined;
  }
}

/** What the parser says, where it does not say enough. */
function inWords(reason: string): string {
  const edition = /^illegal edition '(.*)'$/.exec(reason)?.[1];
  if (edition !== undefined) return `the edition ${edition} is not known here, 2023 and 2024 are`;
  const label = /^illegal token '(optional|required|group)'$/.exec(reason)?.[1];
  if (label !== undefined) return `“${label}” stands where the syntax or edition of the file has no such word`;
  if (reason === 'field must be a Field')
    return 'a group stands in a oneof, which is not read; make it a message of its own, and a field of it';
  return reason;
}

function deepestBrace(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x7b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x7d) depth -= 1;
  }
  return deepest;
}

function offsetOfLine(text: string, line: number): number {
  let offset = 0;
  for (let at = 1; at < line; at += 1) offset = text.indexOf('\n', offset) + 1;
  return offset;
}
