// The documents of an XML Schema: the main one and what it includes, imports and redefines. Circles are fine.
import { inputText } from '../input-text.ts';
import { resolveFile } from '../resolve-file.ts';
import { maxSchemaLength } from '../schema-reading.ts';
import type { Findings, SchemaReadOptions } from '../schema-reading.ts';
import { attributeOf, xmlTree } from '../xml/xml-tree.ts';
import type { XmlElement } from '../xml/xml-tree.ts';

export const xsdNamespace = 'http://www.w3.org/2001/XMLSchema';
export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

export interface XsdDocument {
  readonly file: string;
  readonly root: XmlElement;
  /** Of its own, or of the document that includes it. */
  readonly targetNamespace: string;
  /** It has no namespace of its own: names without a prefix are in the including one's. */
  readonly isChameleon: boolean;
  readonly qualifiesElements: boolean;
  readonly qualifiesAttributes: boolean;
  /** `redefine` and `override` elements: their children replace components of the documents they name. */
  readonly replacements: XmlElement[];
}

const limits = { maxElements: 300_000, maxText: 20_000 };
const maxDocuments = 500;

export const isXsd = (element: XmlElement, name: string): boolean =>
  element.ns === xsdNamespace && element.name === name;

export interface XsdSet {
  readonly main: XsdDocument;
  /** In the order in which they were met; included ones before those that include them. */
  readonly documents: readonly XsdDocument[];
}

export function readXsdFiles(text: string, options: SchemaReadOptions, findings: Findings): XsdSet | undefined {
  const loader = new Loader(options, findings);
  const main = loader.loadMain(text);
  return main === undefined ? undefined : { main, documents: loader.documents };
}

class Loader {
  readonly documents: XsdDocument[] = [];
  readonly #known = new Set<string>();
  readonly #roots = new Map<string, XmlElement | undefined>();
  readonly #options: SchemaReadOptions;
  readonly #findings: Findings;

  constructor(options: SchemaReadOptions, findings: Findings) {
    this.#options = options;
    this.#findings = findings;
  }

  loadMain(text: string): XsdDocument | undefined {
    const file = this.#options.name ?? 'schema.xsd';
    const root = this.#parse(text, file);
    const main = root === undefined ? undefined : this.#add(root, { file, around: undefined });
    this.#addUnimported();
    return main;
  }

  /** Namespaces that are used though nothing imports them: a supplied file that has one is taken all the same. */
  #addUnimported(): void {
    for (const document of this.documents) {
      for (const ns of Object.values(document.root.scope)) {
        if (
          ns === xsdNamespace ||
          ns === xmlNamespace ||
          ns === '' ||
          this.documents.some((one) => one.targetNamespace === ns)
        )
          continue;
        const file = this.#fileFor({ location: undefined, namespace: ns, from: document });
        const root = file === undefined ? undefined : this.#rootOf(file);
        if (file !== undefined && root !== undefined) this.#add(root, { file, around: undefined });
      }
    }
  }

  #parse(text: string, file: string): XmlElement | undefined {
    const findings = this.#findings;
    const tree = xmlTree(text, { findings, file }, limits);
    if (tree === undefined) return undefined;
    if (tree.isPartial)
      findings.warning('tooLarge', 'The schema is very large; what is beyond the limit was left out.', { file });
    if (isXsd(tree.root, 'schema')) return tree.root;
    const what =
      tree.root.ns === xsdNamespace ? `it begins with ${tree.root.name}` : `its root element is ${tree.root.name}`;
    findings.error('notXsd', `This is XML, but no XML Schema: ${what}. To read it as a sample, choose “XML sample”.`, {
      file,
    });
    return undefined;
  }

  #add(root: XmlElement, { file, around }: { file: string; around: string | undefined }): XsdDocument | undefined {
    const own = attributeOf(root, 'targetNamespace');
    const targetNamespace = own ?? around ?? '';
    const key = `${file}\n${targetNamespace}`;
    if (this.#known.has(key) || this.#known.size >= maxDocuments) return undefined;
    this.#known.add(key);
    const document: XsdDocument = {
      file,
      root,
      targetNamespace,
      isChameleon: own === undefined && targetNamespace !== '',
      qualifiesElements: attributeOf(root, 'elementFormDefault') === 'qualified',
      qualifiesAttributes: attributeOf(root, 'attributeFormDefault') === 'qualified',
      replacements: root.children.filter((child) => isXsd(child, 'redefine') || isXsd(child, 'override')),
    };
    for (const child of root.children) this.#follow(child, document);
    this.documents.push(document);
    return document;
  }

  #follow(child: XmlElement, from: XsdDocument): void {
    const isImport = isXsd(child, 'import');
    if (!isImport && !isXsd(child, 'include') && !isXsd(child, 'redefine') && !isXsd(child, 'override')) return;
    const location = attributeOf(child, 'schemaLocation');
    const namespace = attributeOf(child, 'namespace');
    if (isImport && namespace === xmlNamespace) return;
    const file = this.#fileFor({ location, namespace: isImport ? namespace : undefined, from });
    if (file === undefined) {
      const what = location ?? `the namespace ${namespace ?? ''}`;
      this.#findings.warning(
        'missingFile',
        `${what} is needed, but was not supplied. Its types may be anything; add the file.`,
        {
          file: from.file,
          start: child.offset,
        },
      );
      return;
    }
    const root = this.#rootOf(file);
    if (root !== undefined) this.#add(root, { file, around: isImport ? undefined : from.targetNamespace });
  }

  /** By location, else (for an import) the one file that has the namespace as its target. */
  #fileFor({
    location,
    namespace,
    from,
  }: {
    location: string | undefined;
    namespace: string | undefined;
    from: XsdDocument;
  }): string | undefined {
    const names = [...(this.#options.files?.keys() ?? [])];
    const main = this.#options.name;
    const found =
      location === undefined
        ? undefined
        : resolveFile(location, from.file, main === undefined ? names : [...names, main]);
    if (found !== undefined || namespace === undefined) return found;
    return names.find((name) => {
      const root = this.#rootOf(name);
      return root !== undefined && attributeOf(root, 'targetNamespace') === namespace;
    });
  }

  #rootOf(file: string): XmlElement | undefined {
    if (!this.#roots.has(file)) this.#findings.aside(() => this.#readRoot(file));
    return this.#roots.get(file);
  }

  #readRoot(file: string): void {
    const content = this.#options.files?.get(file);
    const isXml = /\.(xsd|xml)$/i.test(file) || !/\.[a-z0-9]+$/i.test(file);
    const text =
      content === undefined || !isXml
        ? undefined
        : inputText(content, { findings: this.#findings, file, what: 'an XML Schema', maxLength: maxSchemaLength });
    const root = text === undefined ? this.#mainAgain(file) : this.#parse(text, file);
    this.#roots.set(file, root);
  }

  /** A file that includes the main one in return. */
  #mainAgain(file: string): XmlElement | undefined {
    return this.documents.find((document) => document.file === file)?.root;
  }
}
