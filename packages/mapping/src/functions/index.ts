import { absFunction } from './abs.ts';
import { andFunction } from './and.ts';
import { appendFunction } from './append.ts';
import { averageFunction } from './average.ts';
import { base64decodeFunction } from './base64decode.ts';
import { base64encodeFunction } from './base64encode.ts';
import { booleanFunction } from './boolean.ts';
import { ceilingFunction } from './ceiling.ts';
import { clampFunction } from './clamp.ts';
import { cleanFunction } from './clean.ts';
import { coalesceFunction } from './coalesce.ts';
import { concatFunction } from './concat.ts';
import { containsFunction } from './contains.ts';
import { countFunction } from './count.ts';
import { countifFunction } from './countif.ts';
import { dateFunction } from './date.ts';
import { dateaddFunction } from './dateadd.ts';
import { datedifFunction } from './datedif.ts';
import { datevalueFunction } from './datevalue.ts';
import { dayFunction } from './day.ts';
import { decimalFunction } from './decimal.ts';
import { decimalsumFunction } from './decimalsum.ts';
import { endswithFunction } from './endswith.ts';
import { entriesFunction } from './entries.ts';
import { eomonthFunction } from './eomonth.ts';
import { epochFunction } from './epoch.ts';
import { filterFunction } from './filter.ts';
import { findFunction } from './find.ts';
import { findwhereFunction } from './findwhere.ts';
import { firstFunction } from './first.ts';
import { flattenFunction } from './flatten.ts';
import { floorFunction } from './floor.ts';
import { formatdateFunction } from './formatdate.ts';
import { fromentriesFunction } from './fromentries.ts';
import { groupbyFunction } from './groupby.ts';
import { hashFunction } from './hash.ts';
import { hourFunction } from './hour.ts';
import { ifFunction } from './if.ts';
import { iferrorFunction } from './iferror.ts';
import { ifsFunction } from './ifs.ts';
import { indexFunction } from './list-index.ts';
import { intFunction } from './int.ts';
import { integerFunction } from './integer.ts';
import { isblankFunction } from './isblank.ts';
import { isinFunction } from './isin.ts';
import { isnumberFunction } from './isnumber.ts';
import { isoweeknumFunction } from './isoweeknum.ts';
import { istextFunction } from './istext.ts';
import { joinonFunction } from './joinon.ts';
import { keysFunction } from './keys.ts';
import { lastFunction } from './last.ts';
import { leftFunction } from './left.ts';
import { lenFunction } from './len.ts';
import { listFunction } from './list.ts';
import { lookupFunction } from './lookup.ts';
import { lowerFunction } from './lower.ts';
import { mapFunction } from './map.ts';
import { maskFunction } from './mask.ts';
import { maxFunction } from './max.ts';
import { maxbyFunction } from './maxby.ts';
import { medianFunction } from './median.ts';
import { mergeFunction } from './merge.ts';
import { midFunction } from './mid.ts';
import { minFunction } from './min.ts';
import { minbyFunction } from './minby.ts';
import { modFunction } from './mod.ts';
import { monthFunction } from './month.ts';
import { notFunction } from './not.ts';
import { nowFunction } from './now.ts';
import { numberFunction } from './number.ts';
import { orFunction } from './or.ts';
import { padleftFunction } from './padleft.ts';
import { padrightFunction } from './padright.ts';
import { parsejsonFunction } from './parsejson.ts';
import { parsexmlFunction } from './parsexml.ts';
import { powerFunction } from './power.ts';
import { properFunction } from './proper.ts';
import { randomFunction } from './random.ts';
import { regexextractFunction } from './regexextract.ts';
import { regexreplaceFunction } from './regexreplace.ts';
import { regextestFunction } from './regextest.ts';
import { replaceFunction } from './replace.ts';
import { reptFunction } from './rept.ts';
import { reverseFunction } from './reverse.ts';
import { reverselistFunction } from './reverselist.ts';
import { rightFunction } from './right.ts';
import { roundFunction } from './round.ts';
import { rounddownFunction } from './rounddown.ts';
import { roundupFunction } from './roundup.ts';
import { searchFunction } from './search.ts';
import { sequenceFunction } from './sequence.ts';
import { signFunction } from './sign.ts';
import { sliceFunction } from './slice.ts';
import { slugFunction } from './slug.ts';
import { sortFunction } from './sort.ts';
import { sqrtFunction } from './sqrt.ts';
import { startswithFunction } from './startswith.ts';
import { substituteFunction } from './substitute.ts';
import { sumFunction } from './sum.ts';
import { sumifFunction } from './sumif.ts';
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
import { urldecodeFunction } from './urldecode.ts';
import { urlencodeFunction } from './urlencode.ts';
import { uuidFunction } from './uuid.ts';
import { weekdayFunction } from './weekday.ts';
import { xlookupFunction } from './xlookup.ts';
import { yearFunction } from './year.ts';
import { zipFunction } from './zip.ts';
import type { FunctionDefinition } from './definition.ts';

/** Every function of the language. A new one is a file of its own and a line here. */
export const functionDefinitions: readonly FunctionDefinition[] = [
  absFunction,
  andFunction,
  appendFunction,
  averageFunction,
  base64decodeFunction,
  base64encodeFunction,
  booleanFunction,
  ceilingFunction,
  clampFunction,
  cleanFunction,
  coalesceFunction,
  concatFunction,
  containsFunction,
  countFunction,
  countifFunction,
  dateFunction,
  dateaddFunction,
  datedifFunction,
  datevalueFunction,
  dayFunction,
  decimalFunction,
  endswithFunction,
  entriesFunction,
  eomonthFunction,
  epochFunction,
  filterFunction,
  findFunction,
  findwhereFunction,
  firstFunction,
  flattenFunction,
  floorFunction,
  formatdateFunction,
  fromentriesFunction,
  groupbyFunction,
  hashFunction,
  hourFunction,
  ifFunction,
  iferrorFunction,
  ifsFunction,
  indexFunction,
  intFunction,
  integerFunction,
  isblankFunction,
  isinFunction,
  isnumberFunction,
  isoweeknumFunction,
  istextFunction,
  joinonFunction,
  keysFunction,
  lastFunction,
  leftFunction,
  lenFunction,
  listFunction,
  lookupFunction,
  lowerFunction,
  mapFunction,
  maskFunction,
  maxFunction,
  maxbyFunction,
  medianFunction,
  mergeFunction,
  midFunction,
  minFunction,
  minbyFunction,
  modFunction,
  monthFunction,
  notFunction,
  nowFunction,
  numberFunction,
  orFunction,
  padleftFunction,
  padrightFunction,
  parsejsonFunction,
  parsexmlFunction,
  powerFunction,
  properFunction,
  randomFunction,
  regexextractFunction,
  regexreplaceFunction,
  regextestFunction,
  replaceFunction,
  reptFunction,
  reverseFunction,
  reverselistFunction,
  rightFunction,
  roundFunction,
  rounddownFunction,
  roundupFunction,
  searchFunction,
  sequenceFunction,
  signFunction,
  sliceFunction,
  slugFunction,
  sortFunction,
  sqrtFunction,
  startswithFunction,
  substituteFunction,
  sumFunction,
  decimalsumFunction,
  sumifFunction,
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
  urldecodeFunction,
  urlencodeFunction,
  uuidFunction,
  weekdayFunction,
  xlookupFunction,
  yearFunction,
  zipFunction,
];

const byName = new Map(functionDefinitions.map((definition) => [definition.name, definition]));

/** By the name in any case. */
export const functionNamed = (name: string): FunctionDefinition | undefined => byName.get(name.toUpperCase());
