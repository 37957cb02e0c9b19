// Records whose keys are foreign names: fields of payloads, columns, elements. Every own name survives, `__proto__` too.
import * as z from 'zod';

export type NamedRecord<Value extends z.core.$ZodType> = z.ZodRecord<z.ZodString, Value>;

const PlainRecord: typeof z.ZodRecord = z.ZodRecord;

/** zod's record drops the key `__proto__`. This one reads it as it reads any other, and keeps the order of all keys. */
const NamedRecordType = z.core.$constructor<z.ZodRecord>('NamedRecord', (record, def) => {
  PlainRecord.init(record, def);
  const parsePlain = record._zod.parse.bind(record._zod);
  record._zod.parse = (payload, context) => {
    const input = payload.value;
    const isUnusual = typeof input === 'object' && input !== null && Object.hasOwn(input, '__proto__');
    if (!isUnusual || !hasPlainPrototype(input)) return parsePlain(payload, context);
    const output = {};
    for (const [name, value] of Object.entries(input)) {
      const result = def.valueType._zod.run({ value, issues: [] }, context);
      if (result instanceof Promise) throw new z.core.$ZodAsyncError();
      payload.issues.push(...z.core.util.prefixIssues(name, result.issues));
      const property = { value: result.value, enumerable: true, configurable: true, writable: true };
      Object.defineProperty(output, name, property);
    }
    payload.value = output;
    return payload;
  };
});

const hasPlainPrototype = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};

/** A record from any text to `value`; use it wherever the keys are names that somebody else chose. */
export function namedRecord<Value extends z.core.$ZodType>(value: Value): NamedRecord<Value> {
  return new NamedRecordType({
    type: 'record',
    keyType: z.string(),
    valueType: value,
  }) as unknown as NamedRecord<Value>;
}
