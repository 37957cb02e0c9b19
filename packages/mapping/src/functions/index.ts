import { absFunction } from './abs.ts';
import { andFunction } from './and.ts';
import { averageFunction } from './average.ts';
import { base64encodeFunction } from './base64encode.ts';
import { booleanFunction } from './boolean.ts';
import { coalesceFunction } from './coalesce.ts';
import { concatFunction } from './concat.ts';
import { containsFunction } from './contains.ts';
import { countFunction } from './count.ts';
import { dateaddFunction } from './dateadd.ts';
import { datevalueFunction } from './datevalue.ts';
import { dayFunction } from './day.ts';
import { endswithFunction } from './endswith.ts';
import { entriesFunction } from './entries.ts';
import { filterFunction } from './filter.ts';
import { findFunction } from './find.ts';
import { firstFunction } from './first.ts';
import { flattenFunction } from './flatten.ts';
import { formatdateFunction } from './formatdate.ts';
import { fromentriesFunction } from './fromentries.ts';
import { hashFunction } from './hash.ts';
import { hourFunction } from './hour.ts';
import { ifFunction } from './if.ts';
import { iferrorFunction } from './iferror.ts';
import { ifsFunction } from './ifs.ts';
import { indexFunction } from './list-index.ts';
import { intFunction } from './int.ts';
import { integerFunction } from './integer.ts';
import { isblankFunction } from './isblank.ts';
import { isnumberFunction } from './isnumber.ts';
import { istextFunction } from './istext.ts';
import { keysFunction } from './keys.ts';
import { lastFunction } from './last.ts';
import { leftFunction } from './left.ts';
import { lenFunction } from './len.ts';
import { lookupFunction } from './lookup.ts';
import { lowerFunction } from './lower.ts';
import { mapFunction } from './map.ts';
import { maxFunction } from './max.ts';
import { mergeFunction } from './merge.ts';
import { midFunction } from './mid.ts';
import { minFunction } from './min.ts';
import { modFunction } from './mod.ts';
import { monthFunction } from './month.ts';
import { notFunction } from './not.ts';
import { nowFunction } from './now.ts';
import { numberFunction } from './number.ts';
import { orFunction } from './or.ts';
import { padleftFunction } from './padleft.ts';
import { padrightFunction } from './padright.ts';
import { parsejsonFunction } from './parsejson.ts';
import { properFunction } from './proper.ts';
import { randomFunction } from './random.ts';
import { regexextractFunction } from './regexextract.ts';
import { regexreplaceFunction } from './regexreplace.ts';
import { regextestFunction } from './regextest.ts';
import { replaceFunction } from './replace.ts';
import { rightFunction } from './right.ts';
import { roundFunction } from './round.ts';
import { sortFunction } from './sort.ts';
import { startswithFunction } from './startswith.ts';
import { substituteFunction } from './substitute.ts';
import { sumFunction } from './sum.ts';
import { switchFunction } from './switch.ts';
import { textFunction } from './text.ts';
import { textafterFunction } from './textafter.ts';
import { textbeforeFunction } from './textbefore.ts';
import { textjoinFunction } from './textjoin.ts';
import { textsplitFunction } from './textsplit.ts';
import { todayFunction } from './today.ts';
import { tojsonFunction } from './tojson.ts';
import { tozoneFunction } from './tozone.ts';
import { trimFunction } from './trim.ts';
import { typeFunction } from './type.ts';
import { uniqueFunction } from './unique.ts';
import { upperFunction } from './upper.ts';
import { uuidFunction } from './uuid.ts';
import type { FunctionDefinition } from './definition.ts';
import { xlookupFunction } from './xlookup.ts';
import { yearFunction } from './year.ts';

/** Every function of the language. A new one is a file of its own and a line here. */
export const functionDefinitions: readonly FunctionDefinition[] = [
  absFunction,
  andFunction,
  averageFunction,
  base64encodeFunction,
  booleanFunction,
  coalesceFunction,
  concatFunction,
  containsFunction,
  countFunction,
  dateaddFunction,
  datevalueFunction,
  dayFunction,
  endswithFunction,
  entriesFunction,
  filterFunction,
  findFunction,
  firstFunction,
  flattenFunction,
  formatdateFunction,
  fromentriesFunction,
  hashFunction,
  hourFunction,
  ifFunction,
  iferrorFunction,
  ifsFunction,
  indexFunction,
  intFunction,
  integerFunction,
  isblankFunction,
  isnumberFunction,
  istextFunction,
  keysFunction,
  lastFunction,
  leftFunction,
  lenFunction,
  lookupFunction,
  lowerFunction,
  mapFunction,
  maxFunction,
  mergeFunction,
  midFunction,
  minFunction,
  modFunction,
  monthFunction,
  notFunction,
  nowFunction,
  numberFunction,
  orFunction,
  padleftFunction,
  padrightFunction,
  parsejsonFunction,
  properFunction,
  randomFunction,
  regexextractFunction,
  regexreplaceFunction,
  regextestFunction,
  replaceFunction,
  rightFunction,
  roundFunction,
  sortFunction,
  startswithFunction,
  substituteFunction,
  sumFunction,
  switchFunction,
  textFunction,
  textafterFunction,
  textbeforeFunction,
  textjoinFunction,
  textsplitFunction,
  todayFunction,
  tojsonFunction,
  tozoneFunction,
  trimFunction,
  typeFunction,
  uniqueFunction,
  upperFunction,
  uuidFunction,
  xlookupFunction,
  yearFunction,
];

const byName = new Map(functionDefinitions.map((definition) => [definition.name, definition]));

/** By the name in any case. */
export const functionNamed = (name: string): FunctionDefinition | undefined => byName.get(name.toUpperCase());
