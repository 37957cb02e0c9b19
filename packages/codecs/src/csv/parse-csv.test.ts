import { describe, expect, it } from 'vitest';
import { failure } from '../testing/streams.ts';
import { parseCsv } from './parse-csv.ts';

describe('parseCsv', () => {
  it('reads a header and rows', () => {
    expect(parseCsv('alpha2,alpha3,name\r\nDE,DEU,Germany\nDK,DNK,"Den""mark, \nX"\n\n')).toEqual({
      header: ['alpha2', 'alpha3', 'name'],
      rows: [
        { alpha2: 'DE', alpha3: 'DEU', name: 'Germany' },
        { alpha2: 'DK', alpha3: 'DNK', name: 'Den"mark, \nX' },
      ],
    });
    expect(parseCsv('a;b\n1;').rows).toEqual([{ a: '1', b: '' }]);
  });

  it.each([
    ['', 'empty'],
    ['a,b\n1', 'has 1 fields'],
    ['a,b\n"x,1', 'closing quote'],
    ['a,b\n"x"y,1', 'follows the closing quote'],
    ['a,a\n1,2', 'two columns'],
  ])('says what is wrong with %j', (text, words) => expect(failure(() => parseCsv(text)).message).toContain(words));
});
