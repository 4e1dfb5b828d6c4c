package org.mcporchestrator.agent.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.agent.Prompt;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;

/** Against tokenizers that can be had: one of 2023, which knows little but English, and one of 2024. */
class TokenBoundTest {

    private static final EncodingRegistry TOKENIZERS = Encodings.newLazyEncodingRegistry();

    @ParameterizedTest
    @ValueSource(strings = {
            "The ministry of finance published a report on the state of the budget. Revenues rose by twelve per cent.",
            "THE MINISTRY OF FINANCE PUBLISHED A REPORT; isn't that what \"everybody\" wanted?!",
            "Die Prüfung dauerte länger, weil die zuständigen Straßenbauämter keine ausreichenden Unterlagen erhielten.",
            "a b c d e f g h i j k l m n o p q r s t u v w x y z a e i o u",
            "Valtiovarainministeriö julkaisi kertomuksen valtion talousarvion tilasta vuoden ensimmäisellä puoliskolla.",
            "A pénzügyminisztérium közzétette jelentését az állami költségvetés helyzetéről az első félévben.",
            "acgttgcaacgtgtcagtacgatcgatcgtagctagctagcatcgactgatcgactagcatgcatcgtacg",
            "Министерство финансов опубликовало отчёт о состоянии государственного бюджета за первое полугодие.",
            "Το υπουργείο οικονομικών δημοσίευσε έκθεση για την κατάσταση του κρατικού προϋπολογισμού.",
            "משרד האוצר פרסם דוח על מצב תקציב המדינה במחצית הראשונה של השנה.",
            "نشرت وزارة المالية تقريرا عن حالة الميزانية العامة للدولة خلال النصف الأول من العام.",
            "वित्त मंत्रालय ने पहली छमाही के लिए राज्य के बजट की स्थिति पर एक रिपोर्ट प्रकाशित की।",
            "กระทรวงการคลังเผยแพร่รายงานเกี่ยวกับสถานะงบประมาณของรัฐในช่วงครึ่งปีแรก",
            "财政部发布了上半年国家预算状况的报告。收入增长了百分之十二，而支出保持不变。",
            "財務省は上半期の国家予算の状況に関する報告書を公表した。ソフトウェアのアップデート",
            "재무부는 상반기 국가 예산 상황에 관한 보고서를 발표했다.",
            "ဘဏ္ဍာရေးဝန်ကြီးဌာနသည် ပထမနှစ်ဝက်အတွက် အစီရင်ခံစာကို ထုတ်ပြန်ခဲ့သည်။",
            "ფინანსთა სამინისტრომ გამოაქვეყნა ანგარიში სახელმწიფო ბიუჯეტის მდგომარეობის შესახებ.",
            "የገንዘብ ሚኒስቴር የመንግሥት በጀት ሁኔታን የሚመለከት ሪፖርት አወጣ።",
            "😀😃🚀🌍👩‍👩‍👧‍👦🏳️‍🌈🇩🇪👍🏽❤️‍🔥🧑‍💻🫠🪿",
            "public static <T> List<T> of(T... all) {\n    return all.length == 0 ? List.of() : Arrays.asList(all);\n}\n",
            "for i in range(10):\n\tif x[i] != y[i]:\n\t\tprint(f\"{i}: {x[i]:>8.3f}\")\n",
            "{\"id\":\"5fa182a0-13b0-4c1e-9d2f-aa8801f3e6c2\",\"n\":[1,22,333,4444],\"t\":\"2026-11-23T15:04:05.678Z\"}",
            "∑_{i=1}^{n} x_i² ≤ √(α·β) ⇒ ∀ε>0 ∃δ: |f(x)−f(y)|<ε ⟺ ∂u/∂t = κ∇²u",
            "┌──────┬─────┐\n│ a    │ b   │\n└──────┴─────┘" })
    void noTextIsMoreTokensThanItsBound(String text) {
        for (var encoding : new EncodingType[] { EncodingType.CL100K_BASE, EncodingType.O200K_BASE }) {
            assertThat(TokenBound.of(text)).as(encoding.getName()).isGreaterThanOrEqualTo(tokens(encoding, text));
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "CL100K_BASE", "O200K_BASE" })
    void neitherAreNumbersNorEncodedBytes(EncodingType encoding) {
        var random = new Random(7);
        var bytes = new byte[600];
        random.nextBytes(bytes);
        var numbers = random.ints(200, 0, 100_000).mapToObj(String::valueOf).collect(Collectors.joining(", "));

        for (var text : new String[] { Base64.getEncoder().encodeToString(bytes), HexFormat.of().formatHex(bytes), numbers }) {
            assertThat(TokenBound.of(text)).isGreaterThanOrEqualTo(tokens(encoding, text));
        }
    }

    /** The older one takes three tokens for each of them, and belongs to models that were retired. */
    @Test
    void rareCharactersAreWithinTheBoundToo() {
        var rare = "饕餮魑魅魍魉龘靐齉，𠮷野家𩸽";

        assertThat(TokenBound.of(rare)).isGreaterThanOrEqualTo(tokens(EncodingType.O200K_BASE, rare));
    }

    /** Else budgets would stop workflows that could go on. */
    @ParameterizedTest
    @CsvSource({ "The sky is blue because air scatters short waves of light more strongly than long ones.,3",
            "天空之所以是蓝色的，是因为空气对短波光的散射比对长波光的散射更强。,3" })
    void proseIsNotReckonedToBeManyTimesWhatItIs(String text, int times) {
        assertThat(TokenBound.of(text)).isLessThanOrEqualTo(times * tokens(EncodingType.O200K_BASE, text));
    }

    @Test
    void bothPartsOfAPromptCountAndWhatIsPutAroundThem() {
        assertThat(TokenBound.of(new Prompt("", ""))).isEqualTo(16);
        assertThat(TokenBound.of(new Prompt("you answer", "why 1+1"))).isEqualTo(16 + 5 + 5);
    }

    private static int tokens(EncodingType encoding, String text) {
        return TOKENIZERS.getEncoding(encoding).countTokensOrdinary(text);
    }
}
