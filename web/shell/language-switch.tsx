import { useQueryClient } from '@tanstack/react-query'
import { chooseLanguage, useText } from '../text/language.ts'

/** Names the other language in itself, so that whoever needs it can read it. */
export function LanguageSwitch() {
  const { t, language } = useText()
  const queries = useQueryClient()
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <button
      type="button"
      className="link"
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      onClick={async () => {
        await chooseLanguage(other)
        // Words that the server writes (rules, messages) come in the language of the question.
        queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
      }}
    >
      {t('web.language.other')}
    </button>
  )
}
