import type { Phrases } from './phrases';

export const ja: Phrases = {
  column: {
    exports: '公開', internal: '内部', kind: '種別', summary: '概要', member: 'メンバー', type: '型', access: 'アクセス',
    parameter: '引数', default: '既定値', value: '値', name: '名前', inner: '内部の定義', signature: 'シグネチャ', error: 'エラー', thrownBy: '発生元', source: 'ソース', reason: '理由', position: '位置',
  },
  workspace: {
    title: '仕様書',
    counts: (sources, folders) => `${folders} 個のフォルダーに ${sources} 個のソースがあります。`,
    leftOut: '対象外',
    more: (count) => `ほか ${count} 件。`,
  },
  heading: {
    overview: '概要と範囲', architecture: 'アーキテクチャ', index: 'クラスと関数の一覧', details: '詳細', errors: 'エラー処理', notes: '非機能に関する注記',
  },
  kind: {
    function: '関数', method: 'メソッド', constructor: 'コンストラクター', getter: 'ゲッター', setter: 'セッター', class: 'クラス', interface: 'インターフェース',
    enum: '列挙型', type: '型', namespace: '名前空間', struct: '構造体', trait: 'トレイト', constant: '定数', variable: '変数',
    property: 'プロパティ', enumMember: '列挙子', 're-export': '再公開', module: 'モジュール', macro: 'マクロ', record: 'レコード', annotation: 'アノテーション', delegate: 'デリゲート', union: '共用体', deleter: 'デリーター',
  },
  visibility: { public: '公開', protected: '限定公開', package: 'パッケージ内', internal: '内部', private: '非公開', exported: '公開', unexported: '非公開', defined: '定義' },
  label: {
    imports: 'インポート', throws: '送出', raises: '送出', errors: 'エラー', panics: 'パニック', ends: '終了', environment: '環境変数', returns: '戻り値', yields: '生成する値',
    calls: '呼び出し', onLoad: '読み込み時の呼び出し', constructor: 'コンストラクター', overloads: '呼び出し側から見えるオーバーロード', conditions: '条件', implements: '実装', decorators: 'デコレーター', package: 'パッケージ', namespace: '名前空間',
  },
  declarations: '定数と型',
  statement: (label, text) => `${label}: ${text}。`,
  listing: (label, text) => `${label}: ${text}。`,
  gap: '',
  none: 'なし',
  optional: '省略可',
  passing: { 'positional-only': '位置専用', 'keyword-only': 'キーワード専用' },
  typeOnly: '型のみ',
  from: (module) => `${module} から`,
  initial: (value) => `初期値 ${value}`,
  empty: 'このファイルは空です。',
  syntaxErrors: 'ソースに構文エラーがあります。読み取れたものだけを記載しています。',
  unknownLanguage: 'この言語の文法はまだないため、ソースから事実を読み取れませんでした。',
  factsOnly: (reason) => `事実のみ: ${reason}`,
  stale: (changed) => `**更新が必要です。** 以下の文章が書かれた後にコードが変わりました（${changed}）。`,
  change: { sig: 'シグネチャ', body: '本体', deps: '依存先のシグネチャ', doc: 'ドキュメントコメント', template: 'テンプレート', language: '言語' },
  gone: '**削除済み。** ソースにこのシンボルはもうありません。以下は人が書いた文章なので残しています。不要になったらこの節を削除してください。',
  missing: (reason) => `*説明はまだありません: ${reason}。もう一度コマンドを実行すると取得します。*`,
  unverified: '（*未確認*）',
};
