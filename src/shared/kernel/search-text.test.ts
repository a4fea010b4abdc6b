import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches, nameKey, parseSearchTerms, toIndexText, tokenize } from './search-text.ts';

describe('a search finds a text', () => {
  it.each([
    ['Korean', '오늘 방송 재밌다', '오늘'],
    ['Korean without spaces', '오늘방송재밌다', '방송'],
    ['Korean, decomposed in the text', '오늘 방송'.normalize('NFD'), '방송'],
    ['Korean, decomposed in the query', '오늘 방송', '방송'.normalize('NFD')],
    ['Korean letters that stand alone', 'ㅋㅋㅋㅠㅠ', 'ㅠㅠ'],
    ['Korean letters of half width', 'ﾡﾡ', 'ㄱㄱ'],
    ['Japanese with dakuten', 'がんばって', 'がんば'],
    ['Japanese with dakuten, decomposed', 'がんばって'.normalize('NFD'), 'ばって'],
    ['Japanese in half width', 'ｶﾞﾝﾊﾞﾚ ﾊﾟﾝ', 'ガンバレ'],
    ['Japanese inside a sentence', '今日の配信はとても楽しいですね', '配信'],
    ['Japanese with a long vowel', 'ゲームをする', 'ゲーム'],
    ['Japanese with an iteration mark', '人々が来た', '々'],
    ['Chinese inside a sentence', '主播今天玩什么游戏', '游戏'],
    ['one Chinese character', '主播今天玩什么游戏', '游'],
    ['the last Chinese character', '主播今天玩什么游戏', '戏'],
    ['a rare Chinese character beyond the first plane', '吃\u{20bb7}野家', '\u{20bb7}野'],
    ['mixed scripts', '今日のOBS配信です', 'OBS配信'],
    ['mixed scripts that begin inside a run', '今日の配信OBSです', '信OBS'],
    ['a date', '2026年3月に', '3月'],
    ['Thai', 'สวัสดีชาวโลก', 'ชาว'],
    ['Thai with unseen breaks', 'สวัสดี\u200bชาวโลก', 'ดีชาว'],
    ['Lao', 'ສະບາຍດີທຸກຄົນ', 'ທຸກ'],
    ['Khmer', 'សួស្តីពិភពលោក', 'ពិភព'],
    ['Burmese', 'မင်္ဂလာပါကမ္ဘာ', 'ကမ္ဘာ'],
    ['Russian й', 'Мой йогурт', 'йогурт'],
    ['Russian ё by е', 'Ёлка', 'елка'],
    ['Russian е by ё', 'елка', 'ёлка'],
    ['Greek with tonos', 'Καλημέρα', 'ΚΑΛΗΜΕΡΑ'],
    ['Greek with final sigma', 'οδός', 'ΟΔΟΣ'],
    ['Hindi', 'नमस्ते दुनिया', 'दुनिया'],
    ['Hindi with nukta, composed otherwise', 'ल\u095cका', 'ल\u0921\u093cका'],
    ['Tamil', 'வணக்கம் உலகம்', 'உலகம்'],
    ['Bengali', 'ওহে বিশ্ব', 'বিশ্ব'],
    ['Arabic with hamza', 'أحمد إبراهيم', 'احمد ابراهيم'],
    ['Arabic by hamza', 'احمد', 'أحمد'],
    ['Arabic with points', 'مُحَمَّد', 'محمد'],
    ['Arabic with tatweel', 'مـــرحبا', 'مرحبا'],
    ['Arabic ligatures', 'ﻻ', 'لا'],
    ['Persian letters', 'کتاب ی', 'كتاب ي'],
    ['Persian with a joiner', 'می\u200cخواهم', 'میخواهم'],
    ['Hebrew with points', 'שָׁלוֹם', 'שלום'],
    ['Vietnamese', 'Tiếng Việt Đà', 'tieng viet da'],
    ['Turkish İ', 'İSTANBUL', 'istanbul'],
    ['Turkish ı', 'ISPARTA', 'ısparta'],
    ['German ß', 'Straße', 'STRASSE'],
    ['a capital ẞ', 'STRAẞE', 'straße'],
    ['Polish', 'Łódź', 'lodz'],
    ['Danish', 'Ærø', 'aero'],
    ['ligatures', 'ﬁne', 'fine'],
    ['full width', 'ＯＢＳ　配信', 'obs'],
    ['Georgian capitals', 'ᲗᲑᲘᲚᲘᲡᲘ', 'თბილისი'],
    ['Armenian', 'Բարև', 'բարեւ'],
    ['Arabic digits', '٢٠٢٦', '2026'],
    ['Persian digits', '۲۰۲۶', '٢٠٢٦'],
    ['Hindi digits', '२०२६', '2026'],
    ['Thai digits', '๒๕', '25'],
    ['a picture', 'go 🎉 go', '🎉'],
    ['a picture right behind a word', 'go🎉', 'go🎉'],
    ['a picture with a tone by one without', '👍🏽', '👍'],
    ['a heart with a variation selector', '❤️', '❤'],
    ['a member of a family', '👨‍👩‍👧', '👩'],
    ['a flag', '🇩🇪🇺🇸', '🇺🇸'],
    ['a sign without letters', 'hm :)', ':)'],
    ['a soft hyphen inside a word', 'Donau\u00addampf', 'donaudampf'],
    ['two words in any order', 'the lamp is on', 'on lamp'],
  ])('in %s', (_, text, query) => {
    expect(matches(text, query)).toBe(true);
    expect(matches(`one ${text} two`, `${query} `)).toBe(true);
    expect(matches('something else', query)).toBe(false);
  });

  it('by the start of a Greek word up to its sigma', () => {
    expect(matches('σοσιαλ', 'σος')).toBe(true);
  });

  it.each([
    ['a word inside another', 'lampshade', 'shade'],
    ['a finished word by its beginning', 'lampshade', 'lamp '],
    ['characters that do not follow one another', '配布通信', '配信'],
    ['characters on both sides of a full stop', '配信。楽しい', '信楽'],
    ['a syllable that nobody wrote', 'ㅋㅠ', '큐'],
    ['kana with dakuten by kana without', 'がき', 'かき'],
    ['half of two flags', '🇩🇪🇺🇸', '🇪🇺'],
  ])('but not %s', (_, text, query) => {
    expect(matches(text, query)).toBe(false);
  });

  it('by every part of it in a script without spaces', () => {
    const characters = Array.from('今日配信楽しがパ오늘방송游戏สวัสดี');
    const text = fc
      .array(fc.constantFrom(...characters), { minLength: 1, maxLength: 12 })
      .map((list) => list.join('').normalize('NFC'));
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (whole, from, length) => {
        const units = Array.from(whole);
        const start = from % units.length;
        const part = units.slice(start, start + 1 + (length % (units.length - start))).join('');
        return matches(whole, part) && matches(`x ${whole} y`, `${part} `);
      }),
      { seed: 15, numRuns: 500 },
    );
  });

  it('by itself, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => matches(text, text)),
      { seed: 15, numRuns: 1_000 },
    );
  });
});

it('keeps the tokens of an index text in an index that tokenizes ASCII', () => {
  const cutAscii = (text: string): string =>
    (text.toLowerCase().match(/[a-z0-9\u0080-\uffff]+/g) ?? []).join(' ');
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
      expect(cutAscii(toIndexText(text))).toBe(tokenize(text));
    }),
    { seed: 15, numRuns: 1_000 },
  );
});

it('matches only words as prefixes, and single characters of a script without spaces', () => {
  const prefixes = (text: string): readonly boolean[] =>
    parseSearchTerms(text).phrases.map(({ prefix }) => prefix);
  expect(prefixes('two words')).toEqual([false, true]);
  expect(prefixes('two words ')).toEqual([false, false]);
  expect(prefixes('配 配信 🎉')).toEqual([true, false, false]);
});

it.each([
  ['Eulalia Night', '@eulalia night'],
  ['EULALIA_NIGHT', 'Eulalia Night'],
  ['ちびコンピ', 'ちびｺﾝﾋﾟ'],
  ['Zoë', 'zoe'],
])('the names %s and %s are equal', (one, other) => {
  expect(nameKey(one)).toBe(nameKey(other));
});

it('matches a name of only signs with itself alone', () => {
  expect(nameKey(' *** ')).toBe('***');
});
