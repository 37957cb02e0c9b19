// The keywords of one schema that hold no schemas: checked, older spellings brought to today's, foreign ones left out.
import { DataSchema, DataType, isJsonObject } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';
import type { FindingPlace, Findings } from '../schema-reading.ts';

interface Context {
  readonly findings: Findings;
  readonly place: FindingPlace;
}

const texts = ['title', 'description', 'format', 'pattern', 'contentEncoding', 'contentMediaType', '$comment'] as const;
const numbers = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'] as const;
const counts = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'] as const;
const flags = ['deprecated', 'readOnly', 'writeOnly', 'uniqueItems'] as const;

export function plainKeywords(value: JsonObject, context: Context): DataSchema {
  const schema: DataSchema = {};
  const own = (name: string): Json | undefined => (Object.hasOwn(value, name) ? value[name] : undefined);
  for (const name of texts) {
    const text = own(name);
    if (typeof text === 'string') schema[name] = text;
  }
  readTypes(schema, own('type'), context);
  for (const name of numbers) {
    const number = own(name);
    if (typeof number === 'number') schema[name] = number;
  }
  for (const name of counts) {
    const count = own(name);
    if (typeof count === 'number' && Number.isSafeInteger(count)) schema[name] = count;
  }
  for (const name of flags) if (own(name) === true) schema[name] = true;
  readOldBounds(schema, own);
  const listed = own('enum');
  if (Array.isArray(listed) && listed.length > 0) schema.enum = listed;
  if (own('const') !== undefined) schema.const = own('const');
  if (own('default') !== undefined) schema.default = own('default');
  readExamples(schema, own('examples'), own('example'));
  readAnnotations(schema, value, context);
  return schema;
}

/** Draft 4: `exclusiveMinimum: true` makes `minimum` itself forbidden. */
function readOldBounds(schema: DataSchema, own: (name: string) => Json | undefined): void {
  if (own('exclusiveMinimum') === true && schema.minimum !== undefined) {
    schema['exclusiveMinimum'] = schema.minimum;
    delete schema.minimum;
  }
  if (own('exclusiveMaximum') === true && schema.maximum !== undefined) {
    schema['exclusiveMaximum'] = schema.maximum;
    delete schema.maximum;
  }
}

function readTypes(schema: DataSchema, type: Json | undefined, { findings, place }: Context): void {
  if (type === undefined || type === 'any') return;
  if (type === 'file') {
    Object.assign(schema, { type: 'string', contentEncoding: 'base64' });
    return;
  }
  const known = [type].flat().flatMap((name) => {
    const result = DataType.safeParse(name);
    if (!result.success) findings.warning('unknownType', `The type ${JSON.stringify(name)} is not known.`, place);
    return result.success ? [result.data] : [];
  });
  const [only] = known;
  if (only !== undefined) schema.type = known.length === 1 ? only : known;
}

const maxExamples = 10;

function readExamples(schema: DataSchema, list: Json | undefined, one: Json | undefined): void {
  const examples = [...(Array.isArray(list) ? list : []), ...(one === undefined ? [] : [one])];
  if (examples.length > 0) schema.examples = examples.slice(0, maxExamples);
}

const known = new Set([
  'x-xml',
  'x-order',
  'x-sql',
  'x-edi',
  'x-hl7',
  'x-avro',
  'x-pos',
  'x-data-class',
  'x-synonyms',
  'x-alias',
]);

/** `x-…` is kept as it is; where we give one a form and it has another, it is somebody else's and is left out. */
function readAnnotations(schema: DataSchema, value: JsonObject, { findings, place }: Context): void {
  for (const [name, annotation] of Object.entries(value)) {
    const isPropertyNumber = name === 'x-order' && typeof annotation === 'number';
    if (!name.startsWith('x-') || isPropertyNumber) continue;
    if (!known.has(name) || DataSchema.safeParse({ [name]: annotation }).success) schema[name] = annotation;
    else findings.info('annotation', `The annotation ${name} has another form than here, so it was left out.`, place);
  }
  const { xml, discriminator } = value;
  if (schema['x-xml'] === undefined) {
    const named = [value['type']].flat().includes('array') ? xmlOfItems(value, { findings, place }) : xml;
    if (isJsonObject(named)) schema['x-xml'] = xmlOfOpenApi(named);
  }
  if (isJsonObject(discriminator) && typeof discriminator['propertyName'] === 'string') {
    schema.discriminator = { propertyName: discriminator['propertyName'] };
  } else if (typeof discriminator === 'string') schema.discriminator = { propertyName: discriminator };
}

/** The elements of a list are named by its items; a name of the list itself is that of an element around them. */
function xmlOfItems({ xml, items }: JsonObject, { findings, place }: Context): Json | undefined {
  if (isJsonObject(xml) && xml['wrapped'] === true) {
    const message =
      'The list stands in an element of its own (xml.wrapped), which is not kept: it is read and written without. Import the XSD of the interface, or a sample of its XML, to map that form.';
    findings.warning('xmlWrapped', message, place);
  }
  return isJsonObject(items) ? items['xml'] : undefined;
}

function xmlOfOpenApi(xml: JsonObject): NonNullable<DataSchema['x-xml']> {
  return {
    ...(typeof xml['name'] === 'string' ? { name: xml['name'] } : {}),
    ...(typeof xml['namespace'] === 'string' ? { ns: xml['namespace'] } : {}),
    ...(typeof xml['prefix'] === 'string' ? { prefix: xml['prefix'] } : {}),
    ...(xml['attribute'] === true ? { attr: true } : {}),
  };
}
