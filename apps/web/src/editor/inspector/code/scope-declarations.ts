// The scope of a step of code as TypeScript declarations, from the shapes that are known. Pure; what is unknown is `any`.
import type { ScopeTypes } from '@patchbay/mapping';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema, DataType, Json } from '@patchbay/model/schema';

/** Deeper shapes are `any`: nobody types that far, and a shape may hold itself. */
const maxDepth = 10;
/** So large a schema helps nobody; what comes after is `any`. */
const maxChars = 200_000;

const words: Readonly<Record<string, string>> = {
  input: 'The values that are named above.',
  trigger: 'What started the run: `trigger.body` is the payload.',
  steps: 'What the steps before this one handed on; null for one that was skipped.',
  errors: 'The errors of steps that left by their error port.',
  vars: 'The variables of the environment.',
  links: 'Addresses at which steps that wait get their answers.',
  item: 'The item of the list at hand.',
  index: 'The place of the item in the list, from 0.',
};

export function scopeDeclarations(types: ScopeTypes): string {
  const writer = new TypeWriter();
  const declared = Object.entries(types).map(([name, type]) => {
    const text = name === 'steps' || name === 'errors' ? writer.outputs(type) : writer.type(type, 0);
    return `/** ${words[name] ?? 'The item of a loop around this step.'} */\ndeclare const ${name}: ${text};`;
  });
  return [...declared, host].join('\n');
}

/** What there is besides the language itself. */
const host = `interface Console {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  debug(...values: unknown[]): void;
}
/** Kept with the run, up to 200 lines. */
declare const console: Console;
`;

class TypeWriter {
  #left = maxChars;

  type(schema: DataSchema, depth: number): string {
    if (depth > maxDepth || this.#left < 0) return 'any';
    const made = this.#typeOf(schema, depth);
    this.#left -= made.length;
    return made;
  }

  /** Steps by name: one that may have been skipped is null then. */
  outputs(schema: DataSchema): string {
    const certain = new Set(schema.required);
    const fields = Object.entries(schema.properties ?? {}).map(([name, type]) => {
      const text = this.type(type, 1);
      return `  ${nameOf(name)}: ${certain.has(name) || text === 'any' ? text : `${text} | null`};`;
    });
    return `{\n${fields.join('\n')}\n}`;
  }

  #typeOf(schema: DataSchema, depth: number): string {
    if (schema.const !== undefined) return literal(schema.const);
    if (schema.enum !== undefined && schema.enum.length <= 50) return unionOf(schema.enum.map(literal));
    if (schema.oneOf !== undefined) return unionOf(schema.oneOf.map((one) => this.type(one, depth + 1)));
    const types = typesOf(schema);
    if (types.length === 0) return schema.properties === undefined ? 'any' : this.#object(schema, depth);
    return unionOf(types.map((type) => this.#ofType(type, schema, depth)));
  }

  #ofType(type: DataType, schema: DataSchema, depth: number): string {
    switch (type) {
      case 'null':
      case 'boolean':
      case 'string':
        return type;
      case 'integer':
      case 'number':
        return 'number';
      case 'array': {
        const items = schema.items === undefined ? 'any' : this.type(schema.items, depth + 1);
        return /[ |{]/.test(items) ? `Array<${items}>` : `${items}[]`;
      }
      case 'object':
        return this.#object(schema, depth);
    }
  }

  #object(schema: DataSchema, depth: number): string {
    const required = new Set(schema.required);
    const pad = '  '.repeat(depth + 1);
    const fields = Object.entries(schema.properties ?? {}).map(([name, type]) => {
      const text = this.type(type, depth + 1);
      return `${commentOf(type, pad)}${pad}${nameOf(name)}${required.has(name) ? '' : '?'}: ${text};`;
    });
    const rest = schema.additionalProperties;
    if (rest === false) return fields.length === 0 ? '{}' : `{\n${fields.join('\n')}\n${'  '.repeat(depth)}}`;
    if (fields.length === 0) {
      return `Record<string, ${rest === undefined || rest === true ? 'any' : this.type(rest, depth + 1)}>`;
    }
    return `{\n${fields.join('\n')}\n${'  '.repeat(depth)}}`;
  }
}

const unionOf = (types: readonly string[]): string => {
  const different = [...new Set(types)];
  if (different.length === 0 || different.includes('any')) return 'any';
  return different.join(' | ');
};

const literal = (value: Json): string => (typeof value === 'object' && value !== null ? 'any' : JSON.stringify(value));

const nameOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

function commentOf({ description, title }: DataSchema, pad: string): string {
  const text = (description ?? title ?? '').replace(/\s+/g, ' ').replaceAll('*/', '* /').trim();
  return text === '' ? '' : `${pad}/** ${text.slice(0, 200)} */\n`;
}
