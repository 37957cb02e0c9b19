import { defineFunction } from './definition.ts';
import { kindOf } from '../evaluate/value.ts';
import { parseXml } from '../text/parse-xml.ts';

export const parsexmlFunction = defineFunction({
  name: 'PARSEXML',
  category: 'Convert',
  summary: 'XML text as a structure; the elements that the second argument names (* for all) are always lists.',
  notes:
    'An element is its text. With attributes or elements in it, it is a structure of them: attributes as `@name`, elements by their names without prefix, text beside them as `#text`. Blank text and declarations of namespaces are left out. An element that comes twice in another and is not named in the second argument is refused, so that no shape depends on how many there are. Document types, and with them entities other than the five of XML, are refused.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'lists', type: 'list', optional: true },
  ],
  returns: { type: 'object' },
  nulls: 'yieldsNull',

  examples: [
    { expr: 'PARSEXML(\'<order id="7"><city>Øy</city></order>\')', result: { order: { '@id': '7', city: 'Øy' } } },
    { expr: "PARSEXML('<o><line>A</line></o>', ['line']).o.line", result: ['A'] },
    { expr: 'PARSEXML(\'<p cur="EUR">5 &lt; 6</p>\').p.`#text`', result: '5 < 6' },
  ],
  run: (frame, site, text, lists = []) => {
    frame.chargeText(text.length, site);
    frame.chargeScan(text.length * 16, site);
    frame.chargeList(lists.length, site);
    const names = new Set<string>();
    for (const name of lists) {
      if (typeof name !== 'string')
        throw site.error('typeMismatch', `needs names of elements, but one is ${kindOf(name)}.`);
      names.add(name);
    }
    return parseXml(text, names, { frame, site });
  },
});
