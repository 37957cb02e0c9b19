// What a guide's messages look like as values: a schema with every segment and element named, for trees, checks and matching.
import type { DataSchema } from '@patchbay/model/schema';
import { compileGuide } from './compile-guide.ts';
import type { CompiledNode } from './compile-guide.ts';
import type { Dialect } from './dialect.ts';
import type { ElementDefinition, MessageGuide, SegmentDefinition } from './guide.ts';

export interface Envelope {
  /** Properties of the envelope by name, with the segment that each is. */
  readonly [key: string]: { readonly id: string; readonly definition: SegmentDefinition | undefined };
}

/** `envelope` are the segments around the message that are read into it. */
export function schemaOfGuide(guide: MessageGuide, dialect: Dialect, envelope: Envelope): DataSchema {
  const maker = new SchemaMaker(dialect);
  const around = Object.entries(envelope).map(([key, { id, definition }]): [string, DataSchema] => [
    key,
    maker.segment(id, definition),
  ]);
  const body = maker.nodes(compileGuide(guide));
  return {
    title: `${guide.standard === 'hl7' ? '' : `${dialect.name} `}${guide.id} ${guide.title}`,
    ...(guide.description === undefined ? {} : { description: guide.description }),
    type: 'object',
    properties: Object.fromEntries([...around, ...Object.entries(body.properties ?? {})]),
    ...(body.required === undefined ? {} : { required: body.required }),
    [`x-${dialect.standard === 'hl7' ? 'hl7' : 'edi'}`]: {
      guide: guide.id,
      standard: guide.standard,
      version: guide.version,
    },
  };
}

class SchemaMaker {
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  nodes(nodes: readonly CompiledNode[]): DataSchema {
    const properties = nodes.map((node): [string, DataSchema] => [node.key, this.#node(node)]);
    const required = nodes.filter((node) => node.isRequired).map((node) => node.key);
    return {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length > 0 ? { required } : {}),
    };
  }

  #node(node: CompiledNode): DataSchema {
    const item = this.#item(node);
    if (!node.isList) return item;
    const { title, description, ...items } = item;
    return {
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      type: 'array',
      items,
      ...(node.maxItems < 1000 ? { maxItems: node.maxItems } : {}),
    };
  }

  #item(node: CompiledNode): DataSchema {
    const inner = node.kind === 'segment' ? undefined : this.nodes(node.nodes);
    if (node.kind === 'group') {
      const keyword = this.#annotation({ group: node.id });
      return { ...inner, title: node.title ?? node.id, ...keyword };
    }
    const own = this.segment(node.id, node.definition, node.kind === 'loop');
    const title = node.title ?? own.title;
    const required = [...(own.required ?? []), ...(inner?.required ?? [])];
    return {
      ...own,
      ...(title === undefined ? {} : { title }),
      properties: { ...own.properties, ...inner?.properties },
      ...(required.length > 0 ? { required } : {}),
    };
  }

  segment(id: string, definition: SegmentDefinition | undefined, isLoop = false): DataSchema {
    const properties: [string, DataSchema][] = [];
    const required: string[] = [];
    for (const [at, element] of (definition?.elements ?? []).entries()) {
      const key = this.#dialect.elementKey(id, at + 1);
      const fields = this.#element({ id, key, numbers: [at + 1] }, element);
      properties.push(...fields);
      if (element.required === true && fields[0]?.[0] === key) required.push(key);
    }
    return {
      title: definition?.name ?? id,
      description: `${id} ${definition?.name ?? ''}`.trim(),
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length > 0 ? { required } : {}),
      ...this.#annotation({ segment: id, ...(isLoop ? { loop: id, group: id } : {}) }),
    };
  }

  /** The fields that an element becomes: itself, or its components. */
  #element(place: SchemaPlace, element: ElementDefinition): [string, DataSchema][] {
    const parts = this.#parts(place, element);
    if (element.repeat !== true) return parts;
    const [only] = parts;
    const isPlain = element.components === undefined;
    const items: DataSchema = isPlain ? (only?.[1] ?? {}) : { type: 'object', properties: Object.fromEntries(parts) };
    const described = this.#described(place, element);
    return [[place.key, { ...described, type: 'array', items }]];
  }

  #parts(place: SchemaPlace, element: ElementDefinition): [string, DataSchema][] {
    if (element.components === undefined) {
      const type = this.#dialect.schemaOf(element.type);
      const length =
        element.maxLength === undefined || type.type !== 'string' || type.format !== undefined
          ? {}
          : { maxLength: element.maxLength };
      return [[place.key, { ...type, ...length, ...this.#described(place, element) }]];
    }
    return element.components.flatMap((component, at) => {
      const inner = { ...place, key: this.#dialect.partKey(place.key, at + 1), numbers: [...place.numbers, at + 1] };
      const name = component.name === element.name ? component.name : `${element.name}: ${component.name}`;
      return this.#parts(inner, { ...component, name });
    });
  }

  #described(place: SchemaPlace, element: ElementDefinition): DataSchema {
    const [field, component, subcomponent] = place.numbers;
    const { number, qualifier, codes, type } = element;
    const isHl7 = this.#dialect.standard === 'hl7';
    return {
      title: element.name,
      description: `${this.#dialect.label(place.id, place.numbers)} ${element.name}`,
      ...this.#annotation({
        segment: place.id,
        ...(isHl7 ? { field } : { element: field }),
        ...(component === undefined ? {} : isHl7 ? { component } : { composite: component }),
        ...(subcomponent === undefined ? {} : { subcomponent }),
        ...(isHl7 ? { datatype: type } : { type }),
        ...(number === undefined ? {} : isHl7 ? { table: number } : { number }),
        ...(qualifier === true ? { isQualifier: true } : {}),
        ...(codes === undefined ? {} : { codes: { ...codes } }),
      }),
    };
  }

  #annotation(content: Readonly<Record<string, unknown>>): DataSchema {
    return { [this.#dialect.standard === 'hl7' ? 'x-hl7' : 'x-edi']: content };
  }
}

interface SchemaPlace {
  readonly id: string;
  readonly key: string;
  readonly numbers: readonly number[];
}
