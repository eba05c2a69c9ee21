import Foundation
import Testing

@testable import Compression

/// Reading Zstandard, against texts that the usual program (version 1.5.4) compressed.
@Suite struct ZstandardTests {
    /// Words in an order that looks like none: the text that the longer vectors hold.
    private static let words: [UInt8] = {
        var state: UInt64 = 12345
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        var text = ""
        for _ in 0..<3_000 { text += "word\((next() % 40) * (next() % 40)) " }
        return Array(text.utf8)
    }()

    private static let quick = bytes(
        """
        KLUv/WSqWd26AGpaMAoSsKWQAweUQ5KTRO6KiKwcST4BpACZAJoAikuiCVb6RYMmSBjRmGtBNqQI91xBWmgiQ5I1ZItu7zM7ixGUphCD\
        v5iROFSubELgYguNlIyJFEH66asoSvEk1d9E6kOSOClj1SnhlmApDWIFP2wehKVYhTTiSOkielL4SKLLwfBSNOL3ssGFMFIHTwhfvpkQ\
        4y8JIdwPvOWpdKIbaH9aT+9mAoBBQEAmTBiXVAKAQUCAIuUipAKAQUBgtgBgEBC3iPzQ7W1iE/KYygQGTTtUPBrLmJCEiVGQjS9mFUJU\
        gfIkoa4N/ueZUmPZbcNxqCE4dJ5C9oTqhwhtCZPQJJCqy3rtY2aHX1jOYFdCi/YqltcjRNSomuacJ31IzKdbhnAZ3Flw+GZiSfkRCU3N\
        bOVc25IJxRly5KG1JO66ZvEzEW+7VIGhSqvscEVf6VSqCRarudAhhTGleVDBCbXxTZ6MKlqQBNsUTWY4O5pp89oxdTS/N/fYT5knFvEJ\
        J3zTThHCwj4IOyWlb8LaNGZCkFBEHHfEBlaWZF984jmp18U1YZ4IsQmX8E2wrPPM+a8nNDH7bH0/IXyxL5GTCKHrEuoMK984mscpiFqo\
        kJcwhaZSW9BDdAuPwnCG7BKU1s0kdEKR5FWSLOghSWrL04RdRoc9V9sDAW8EAIOAgB8SByMk2R9kqix4UdIX/cmJ4+XmbUjqWCa1vhBx\
        U6iH4kKHKPrZQ2eh6FaReEhS6WIW2Io2WnymhxENZSzbqCrB8/ylkIv5K6VYYpr18M6bUIQJi5QN45AH6XST02OqNHHIazVfeF2q9rNn\
        d6UFYTBmHKZOEMMkh7HIuNvcgQ2SygS5H26RcnYfkfgSDWrnFWI1Easwi5yohHZY5wYSQxPIoGg0JBePKMQ+FKAYTfpUzwcAVdLuqXAP\
        9/IhdUkT4ortFUnS/nZSGVE1YwSyF2MBNANpBvzaY+QifgapkiOb9nsSoi8e9ZsyuyFi9GAi3YdZVjYUSLcW+Q2ez9Ca0KNhwbGCaxo9\
        xOH7yhx+mZ/qP5etpBbc5a05QibRwvL4841CEw3N07eBx9BD9uqmO6oa76hok7MFb/US62Ej9hElE0EArE1braXJCzbnQIWRPgHIV6P6\
        ScnisPY3ioF1aOo+HZO0PwTFmu6NLrhvVGCCPB4YDjF9b0E4KIbIn2d97lhHMJXevuqC446ZjmMdghXTOeeXX3zi25Nk0KJjxGrzX7Y8\
        Zg6Ps/8NEzACqLAwA18K5OET/MbJjri/oE7JNT7ZgyRiAROS2qrh5KzPbd3nE1RbvH8KW7JyfDfRNf0B8AW158omqy01MNfA9lqM+u2e\
        uAAFkdzHz1Ay9I4rZyJ46LntI7DUosrZFXcIWlhJ9NBwWKGq+DT5sCvRW7tz2XK+WZEl4EiZSIAUOlLEJ0Et9lxmfodEIO4pOHTETQos\
        gz4oOmocIcdUewTqSlvo5xg6/N9IIihcMWrz1+oYXWkcfpDKrka6CYnxTQ15+TpV3Rq05++c0x0YN+rHYrePVbkKG3wc400mFrRflIbY\
        YAnRBQKq0ETKsqGd6oi47YQE03sGaaQ1GwSdDcq1GhZwgoLBLYlpLWMDU7LuJpoSPyioDk99blbnMqNHHuK/cGlQd6k98VW/v9YLgVkn\
        Dkmhf7bjBo23dez3Tfi0PUxXdB9ayPlHWudukKneNfUzCVhg2Jozmvd4HEe9jvO48bTo3f+xLOQDGy4SPEmtUXoEH4kPvbul/Wi7AvqP\
        rH3o6H+e3je6fk6u4pFQXoM9VDPhAX3AvLtkYRNGifBmkLgk9uRe75uiIMsVJrRtfv5DSJtnMclk1JnDnHt/xyQ/L6WkAHEoa5Mgcqfn\
        29GgC0dOL5gfBSUe9ZFvDIBJMU+QL7CRnG8yRn1AsEpl5C1HJB3/PKo4r7045WjEZnsKEMrOzi1JiDA5XS5BPrRNctd9GiTEcZslwy4Z\
        AfHgQEj+UJgZZRMeCBPzlwhpndjaONspl8TAPESVllYKQXQPl9Qzqjp3Xsz5E7qgUqgM0lSloTpmdA4OhEm1F/6DZIk8lqRCWDPSEf8v\
        nmr9YatowK0px65Ywzk8M01ncLoIj58QkzrVfSMYfFf+IkQBH2pl5k8bLTiyKGbCUdTsia9fQmobWEV6y19iD3qBpJKWA2bWYZqIMUl8\
        udaTR9k5CKGfT0EOMGx3stbKCTbMQefOo0nJ8elZ6CKqSvBwWdeV4Bm3CAV6oRtdRFAa+wBItPaDn/jQQHTA6+LQJ7N+eSkJlKpE/XqT\
        cmMppqRmulKxUXUUQAwAJmj2R6EIheaxPAPWaE3BMPDmPPUlFOa9kk2vxFDpJrYt7Ra36FeCIl69xtPA6QAanz/nvV0QwSrjjaGOsWNI\
        DJDtBfdOohXkPCOtDB4l3O+J3D0psG+vpLh/47h62BVL2BNY1waNW2XJRrHefltTXdT7Dgd+ivAlFWpDD5OgffUCfVNXbMaiQeVseJOD\
        5sFezKa1LIBrif2ZrtkCFsmMLJP3GJqkThwDz895pktGlx69BSJ+NAS1KL4HGAxNKZkDedckglzPtKhmADHnNezeDBMGxGxCmjSEhJcK\
        T+cQBpyb7+jEvMKivgaxiFFcijFCSuq8EoXmoMk+XZnPanIfovY6f/xPg7DIGjEKfXDHHAc5aGv+JPv9WO7igFXaDibvAKlfP8JN/2Jp\
        kp48ICg7Te1OCyut8Bv8C5Zh79IQWogcaXQJO/PU+Nkd8kl4sAYwoJOhFIqNZxAltI+FlRTs9NpyoglVGTjecDuT5D1F5k1/nX7tE+jf\
        6Rr6N8ZJcaW8i+Z2EKzqvxgPBuXyentl6qGKkowrn5EMzfmkb0mkryG8ETk7VZVhDVSOw2v+wwh4oCg2eCJASwdrWVsjOtSGzAfVQIU3\
        336s+ABI0rHI2aNZ7VIFRig5U+qGsOra69h/xfNRaKAZCoQr65gxUv8JcTZ1VO7jkRfR5h8QcZ50W/F2qqwyn1NYSf1VJ990kSwtE2N8\
        kmjavr3UKXJaxpmyD26tU9UcpmjQM5mNBjXDKnvTtMFgTKZDtLA/m8Z7nVglN1oQ1IGDj8P6begaoAxYloiWjm/Iqlx1ShjY1j8CXnUH\
        rvEzhTQXlSP1G+YcXHJjM4JvUU9PsRW2l7zhLSXj8ug4msnxWHWL5kiVvAqs6cFPPhRMqGpDmZmEGjTX2JlUMDA9ec9kU/+tB9zvOfUe\
        C5eXSHBaLc2jpsR8qYyw/kqcRownZlpEEjpe0GppT92SNZWqOH5XRP+tqCcQs/ClS/z+74/e1ZGqVxQ58eHUmBE/p/BK31rEBZvRMfa0\
        roO8ZZDjHdXbSFjDh0ClhYfI/NqbgqCST1tWuBBmuCigjb+J9H0PSaegELoW+Yg+Xnk/5KBtr4hD6SlJiFsYpBYFz3sKinLLGergWDz1\
        Rz9wKciSxAEIVWp0bAuJ2Bz+qGDZO82WwaE9fno4Qw6rlJB94x7U7uSw1M9gFUUkOnJWdfGUStquiDCN2pqYf1hYm5bRoZxidYEo2x5K\
        vz6bEcu9ga4vAiw/QmExxs6+recW9fgZuBMkMMwF+WjxcppWf3MLAjkhQTKiayLgzG3ZGkaro1EO6k3fWCJKqbWNRfnChuCWq/RpX8GC\
        pmUr9ZRcuGDAEkmXMBAaisbZjPDSQSAI1awCoURuatrFgNh0gadTVzpquIZtTS6Z+IoXXZJcqHtwI6vVbcAHehHmoWxRZZUlODsjdKAu\
        IBwsoLgQrUhBzLqEtB0ridWavy91sgHrmvJZ5AzN04eAObZ5mYTMoc2IRdLZJbrXxVWCFYhXCG9HevIBAg9BmO6zZBDgI5irfbbCK/ft\
        1I2DC6n3QyJ4C6Hz/Fyl8JwDPjaNvpKAgyOdZC7sUQ+daBfdZF/sra0edZ6llkp+iQp269ITguhsyFpK0A/Rll5Vxt0hKK4ZGTZVtCd6\
        EUEoCy4gB+IQt2SW5RTOglHyLmFq52SBttYJnNJ/IzSWkFjCE68uBlHOjgXO0X/TAdOa2ZB4/LQAjFMNrwWR6OAmQeLHbp+jEeqUeHEA\
        27i1QTMVyAX4PJDZFWTrtuS1inoPEBzwJkAu1gb0h34CQ/tNGBm7CpkpRtT7eI1Dpv+vcKhStJx69s3tokZwk9u2NJNF4Te0DOvhx6qS\
        /6lOXiv7rM0mEmogMPq9BFSc0HXSn4L1cZpKvRHEGJiVNNpnmAcKZJMsdsJkRQoEHlE+H+SjRzVdlGlegM+tMABzLElZYJCFLTNnxOVl\
        cyNCOFU7aJ+p81pMXIeJ62jUNeyTKi+ZDqJrC29aeJeQXJzTJGLuco3bMkDsl3gp9Tb3ElBiMXFHaLOFiXIdyAUYekakjO1A07iAgah1\
        6Nl4sKuD8H8+0eK1bpIHt7taM4D6XgBQfAe7jYbuFQnFDwBcoadprb8Oxz3vo0hYAtQMFyCgrXdv2N03j5dQDHod7Pad2RxFCKL8pmbD\
        WhQcLx9qPRXiRyqGIG2QRIvBQHbSoUR2BnDCVJuWxQyoJwaUxGCyJ7rI5Irv2TFc4Pgvp5YW1WlH3se5rmTx8ClO633lmz1f96vOrMGt\
        QQYnVNi0Sizx8uy13UB7B0HHVI4/AblDqsqr0zTH/YAIf1L5iaK6yHh10gsCk8GDAcGCHlqMb8ktxMjNZAMfFGQW5WLGMTkugEn2Xsr4\
        ajHQyMRVpEnVZ+8EBcg7lHDaOhlFfJCgDw2O9evuh0dUCu5UBdz7TN7s59FfBM1TQST/UH7fou+flkwrJKzpMjCt0tuyimYXGXYiSGxm\
        MBG5jDLhQhaVM/N/7SBQJdY/YX3YCbyReUF4kvqnCaAUWSJ8mFi620ESAeT8QuVJrHVB9HZ6x51zycJRRWhaM5wLBpTbRT/kssuyVGnT\
        frFyza6x3Wpzq9pC9gZXr6rrx6MSUDcYq6K7sDJkpmEQV7vrFBnwgjmfFbtOIC3loSn1IoRIG7vnF/0nb9ckojG3kUzkeH8osDeip4la\
        kBnjva1rbAPpA42BZmqOHc/t2+mwQRW86bY9mAcbjauBedt8IEZlIezEJMg8Hm/ZjkfQ4EH33eX4P1bJtFXmRG5kioAjUKNFLpoJ4Lox\
        eNyhia4WPfVmaRufi4s35Cam3mQ8vxv1+Al4hKXIA+pm+d3Iig1eBuRcf704JWIlFyrVUjwuaptxRwz4k7vnwjQL1CkZPzUhOJbCnvXH\
        PE3gMT1HXNO1VtBDIeg2JLn88iTrhrGDKkLxc1HUp8GRHj42A9p0g0Ph+t4GROCmZyXXkZLWNyhuy4MOZr2tg5cMXtftvByBuG0ebLoE\
        YesF89TAhTckTf4ajL1vgABKKz2rlr3N38SmXnHcvO8WpubgwTCpWmT/kq7CWkU8EXnKF6NP2NjQEoiOkBd5HMw3lY6AmTMLF+UTHKJz\
        phHgKCyY/yTalmSMEzxQLSObrScDQZqfa0ojrfHBiHSAfHXmgLk1ls0uSsyXutnDJZDWI5wnQC/waeQK4rwAUaUTwZBD/mgvF4jIgFDQ\
        XCB91ohuab3lgPZWxPhazrZmeoRFGl0arsxoEWWMyOZDBaDcLHtFsWRJmBlgk9CIWY8kYiT+AKfuNpmJxXSG5xuvxHFYoSwGToUDyOzR\
        Coesa7gsdsRAMSaAbPOLb1S+kYwY9r/ZrBAuuGlp9dcvK+MhrqMh+a2f3M1IIz8cJNZcu/uw087BgM+RLo/Fez4J66pygwvsmu/SdL2i\
        hn0wTrgcuF412lEQH7wtHnyESZuCADuVHSntFC0TnuW7j7s/2F9MBs7ZCmCMacQLul9ZkftBLxh9EE2WIknFI2NV5YuMwlKsfvBXAsE5\
        WJoI0rkVA+UAzTWJIlcG05bRxRRMF3q0qaE2fY5XEJnG/mew/MuMQPUbldVWqdPid4hpX6jeUq7XR4nC4HnWBWLIn08tMXPETPiQ8A29\
        ePLAP5Y/Oti3y+W634epNLRPqhi53B11UaX02ZxhBd8YYgTWgTJMa3j5MDpkKvVp3FlZ6XDDeqAlWrMxmsakky1LU2RlSPRWFmwavugU\
        2YWo9R5p7xyY/XvXvm3AjUhQaKOzYXAL9IiAzguNQ56+Txq2dWRng/9WEj+LYqDKO38Wppe024O18Vj0ZduFTzaa0aqXPAo/KDrSLTmZ\
        JDNuxeP2g4CrFkx9TtpXsgQdofEBmsATa6S3ZZ+HFp6+IFBnjd7Mz4zaKzgZxlnnF/laZIO73m3IlKB+e/06U8r6xn68QTO+UmuJvCkw\
        IEvXtTo7vbOsrXMaZb/f5QuaPR0+kFpnYFVVtMOEHAVgm9jSxWGmawk5SBhW4PR44LUrvlFSqYoX+QEYSSihG3GLBE5uPvNMgilh6xkH\
        MmZM3U9p/5XxpfeLBiBrhhhPjPaJKUJLPdMSNy5ltPAy7xTh8lW8Sd6Hd3NSaThSOoKrPV2BtAbOM1SzPpfzNbi8s0RKOHvN6EfEE40Y\
        08xvRslJAdNDDNMZHsxwEDUCGq18YJBZ/qlAt82Mmv5J4wl7B/QJO6EIc3kuCOqEbd6z75hYZINkBhMoAMBwlgZWLOZF9NGsWikbTrRh\
        FGuR/flKFpiBBvKpDwgh0kgUCx6a1Gk03ieBHUktyK6/moDyoHAMgbLWvwzq1g9q+jN8GNqjWDDTIgzo3PUL9owSzGW9GkLOpJWXRmPg\
        bCr7yKK6FYvHv+H8QUd/iKr8BTl6AmTlgQ/ZLef+3m1aujUWZk0CvSeqoelvRAqGuEKIi9J2exQmSLd4SIsGhlsX2YXHuACH4QwvidCt\
        sa2hIP+N0F8gHVSWFkfHVVDDCOXuoSJh7IL5S2XupiQsPiZopRVrJvz++RrbowlSw1nXBolXNLVHEyvMbCD2SeyuFpgWXSf4b1PLWRRk\
        iKXwwkLk8uFeoK2QXONG0OFZKxiE/eNYzldSnNYLlDevM35BqcYAwzVUruP8sDWsbpRlZrCne/iQfJkskzUkyAbhRfRnUr7FTGZV6x0i\
        1U+pEoyWe4ZcCISidPmjzCQI9LmBqLKqG4Ty/ievpMw3OjCnwQ5iUYRwbr8YWhfjaKlPTIRZ20VCCL57sRSIOyolOUrQV42n+NKxxlki\
        ww4Pb74PtidCviicjT97FpQIEKhxafO43GdT8vHHaL68yuA4THt9bklEMfxRnotkEYPuq8WHHneYIUpbjo7V80RcWMXpXn6cv5+diJdo\
        KRjnbaVMInmQSUgc1AH+OUZ4EozpCZuoEtyFuN2BCyilADoAo6bSjt3C7jUr1BFPjGqvP0S8rfFk+o4bdq/Y4L22Q2yOEA+ma8nzUopp\
        2N1V5i8Yy/iWZziXfUHskvzSFxuo64svI4PU2DXasT870JQ/rQ0xuuIxxrBpj+4d6BHjoDesN/E2+uKelHfP9SoNjHjJQK8DZybIOq41\
        thFEJkEocT/Jbg+/yI/95qPO0Hmv84B1RzNKBny+PDOKFphKCvcVnRWE02T7OWj9Tds/9MlhFLvZZ7zWUlalrS6JVoRfgHTjsHGMLPxb\
        bLRlsi4SWEmw0m8jxtK65zoCN9M8FfGkWHyx1GZwTU1zxszg3K6kizT9JE0Qg8DzpdkEtjX4uU7qgaV2p9TWA0F2oYYM5GL1bhdhMJds\
        nUFZmrybPjYNXCUlA+rhJSfgdfERd7DTgri/AmiC9OWBOyUA27O7ECeInhaiXPqOpuIkHgy18g/7y7PIC4Cxt5Jj/ZW9liHlC5ZvdQ7f\
        FNyZiDdPn03MTFPn8TobCYZB8itaEhbrVSZhj3TbECEBCOqeDiALh4YR+GpfeFBe+gnqVlzWOTSPX2xvzkwbWwj4S1/jN1Lq1m+MvKxJ\
        Yhc4KYMagXu29tHvtbiRcUUt5XBxsrVFFCuZCvPIYEvbDe8y11uzvrvf2P0JHyPeLalzDmqUI0WcUzM24G7+d/A3XJSBvkALxnmxdOor\
        uPvnSnT7cgtSuMfCI5EvMm/ovGKP1OHhzZ52hmutC09xgoDTYC2STvS+fxx8anqTVQDYf5ve4tqNror1D4ZeFMg=
        """)
    private static let thorough = bytes(
        """
        KLUv/WSqWRWZAAr62BoSsBUkBwe0syQOSO7cuSkXknwCqgGqAaUBkgb16NwRj9nkDqHQIP4hVA4cy6Eg1aaFto3uKEuFYDRCZXZvnCrz\
        MfjL6JJnBHPt6dBflH+lMKRfKwbxIq5lhRVkb8NQsnIPdYQLZyRouvO+L5rjoRhSd6QKC7IaH/nu9jokhIT1PSnCkrFgJzgUsZIpPJ2R\
        WAQ5Ew7BbRj8h6rCbasvjXDeLzl6JfsthjJ9nBB9NsmOoUuLIj3JvX8i2tEhhExNN0fEsHKwnpEwfI1K3spYUgXHsJ27CeIvugfntvuQ\
        iWaGEDlCTih3LDYP/RbhkbbymmfNRutExYZQvg8xy1TGEXqF16ChrjAhzaj2nQsXyucL2kSmUbJrDJyoKRbBrMSciMxdhP9Eg1RzSNFN\
        pi285s9gkPCX1CkOt4dWxniQmiFcVQj2IjUZemqJEMWTFDzqnGP88mA9lRIWbvJdVbiGjxVe2+gyPGL3cLgVa+jhonJdqHZKYOchcGY0\
        YtFVC5t9GDHd9yeEW/hsOyeK8LreTKdfV8Gwh9qVIOMgu/vSM0GMnzEHhfCRB7lQJlOXC2mICj+V8uV4Ah36vC7sBiU3oAiAQMBA83CN\
        QTQaVT4LQb4eh+/0m0AuKOKlP7dUuhljlom3mg+LtsvJ2R3o/poeJtKJkR+F+mTINIelt1BmY1RCI6RQNAzcUB05C5lIWTPKU3UogkVK\
        HeRmhcD43RAKbmQIP0V72IwaJTnXXYaDFeGitQuLy36OhIiQJWxsJ8PZhspVw9LSHEThKldqeBrWmsOx7aewarcFrQgL390d46g1xWwO\
        4RDh2d3RVznq5F1EJHQPX61xnPB9GisU+FOqLzIcPiIj1E7qsxjSF5nGEFxQL6YkcPF6JC0dHihqJmKitpIgb3LNKXzfER8iTESPUOfK\
        RELdEGRESAlx21ptJEIU2TqaTcuCKiMxCpXGa2lMfXJgLdQojnBwHGTR2k7kYTLRhcAQVBUPNjWGoMd+TgKjjNjEElrZVibIk8x/+hRO\
        YxqjugZXjlhxiJHcBGeELUMQNjTocFMPo4SPtZYIvYXRPuKN52gZm8IQiisSDuFRculuZE2mgbJxIxGrNHhytqHnYlXbenESqmTtBJnV\
        EguVGok5RTKOhCL8CK4tF2QhOLdUbFkmZGJIhBIltcUE4lXEk6Tzlq1jxFOkG4m7lKTKaQzNx6QEB4XJ9WyIX2cS632HQyEoqOk8jGcH\
        kYUmCMO5+qWQsTscKuTC4Yf4iEJc1eyFOk4MX9iI7XbtctKjQjQwxq8hBE/GJoVj1BPIkbBwifCja332jLhHYrRwErgrmN9i6x7WzTkJ\
        2jkTjomB1WWisZJD6e11RItS5qR8+7BXFlR3jq2wT9qyVIy407FWJyft5Q5y1/0Uc5BDNdLYMZnF61b6ojAEg9MkxOhj5nnLTSlzBHYs\
        2rgYSrDUkg5x82t8F8JP2UQkKIxCvZNXKmP5x89+7RFzmMFvnSLMBXGe3x0l7q3pWGyWqRg0hqYicusQAzv3NEpiHUOaCyeWhD58UOdy\
        rlHJbHLJvfJKc+SQxAMdqIUvePYwWCoNdLxBNCTN+blFsHmFGe8kITOnKHQkVr1t00jUXNjU+czB9azqzCG1jUEJjQra6RCz6RM2hOo1\
        d1UzYnpEqIWnvDTb2+E2CDWeOV2+2bkQH2WiTIhNOGMOCqf0s2BcEzMZE0ow3sslEQqFuZeOoUMp/1mZjQsTN4FQRgtjoYikHueKnBhF\
        MRN6K3Gsm20iHSuhC4w1eGFjDUao6MKH6OlmN1fhINPVUlJjJSNrhhgRcqt5DOHYmnnUA93OZrnIBHEh2s1UyXaq8zvuoEY11A1h2Ng3\
        XJN3FkrYtWlBHkI27XNzErhxpk6Pg4RuFZk2bZdMEjRNq2HYP0tzKAqH7Kf+MWTomSRcZhRqnjxnCI3aJJy4fIIiDKtDtHhF34cxkjd1\
        kvyNNyVCQ22FJvpFBWdBhpBZ0soxXu/u4elEN8ck5Uae5F2HocyZLq2gTr1DCEWeLLO/t8rIaa2pqPaNBDkLDS3aOGe0Ejj3uF4maRW3\
        x5xccaE2TmwsEXIO7zZR0zE22qCHjfpRKL0jaoUvhBYoUfFUJiiT+f6Gg5QJK4J4BSfBqOhqQ8VJ/KGc5J+tDDlkZklgdNxu9+bOZJ6w\
        8ImX1CQix5F9hpmRvLXck2cJZdUQLjITtmz1dxQP1+8WM3SDZzDFqDjM/xZyXUIyNo+gt3GK/ZwRx4l4t12jRYbGUYIwVCrDaKQWDVFl\
        qxiyc0r3GynScAkUg0HTAoa+qIOw4Ya/HNOyCGBQJBCLSaZE4x4TgMBHSSGggKG9jSRp5aLx7e49qNS5r3aSXA2TEcjC660FtkDc2t/2\
        a3jtj1aq3YRGvlbWxZq7KUM6BrJcDs/E4pmSLxOcc5UYBlsKoaLuCwVri6MY70b5FlxbT1VEhgBm/80JRuJcDRkMEtYqWEJOcCvFUhfY\
        nygYor2/Sf7RsVyhcgscPU4T0y4/Q0+iA5LN/WI5PcE5D9shzcAiFTGkU+wsMhGTs86DD4TWYwtsoufBys9+49oPwFvZl8ImuIZWn7VW\
        kJ2hO65FVRhkUK+obldUpwYKPLNZ91/M5TQI/EaCJeLxFVrDEl3/aywGNZitWWoXfC6vcygDFWL763alBckp3YRNBYi2dA+rf42SISRB\
        dx/3TM7HK+r7A/M2+UL7bnti5V2j0xzKZIEm06drYJBFFyyWyUPKLdag7h1yf8FUXEZ8hyruVlryc6ctZMNc/9LeaLGfhPr8MCQSHufR\
        EjvtO+lgKjgrCUdAJN/1+DAePvRLe0q4U5MLwrncoRk7xdJLOJu23M3gCmZzFRJ/Z5aaObaA+XbTGfgKO+dzQ7nTz5SiVgeYUhBhdzC2\
        KgE1Ha24oJZFs84GXcuxIEVummDHtGS0NS2L1AwKSOFmGegLOCgMHAtbetKjwMzAeRmMm/Qbjsc9lD5HiAgJ2cg59EjbPojaSuSUDtZL\
        LCTC8z+vNgfjIyxCDRi3USCrV0oZe3jZwFrFiJ/MOtwpSROpamvjzlNfHkC6jxf9BzpHA8sXUQtugfc5vxvpNNJESeJ7SdGIAK2v15lE\
        veZmIR8pBQGZQYOgmGPdsajU3PEtzbGjUUkdJtbNiFEvHP9LZ5yYstANGmMHkOsdivMa7hxFp36+ekJX0rrwFQdYx7FSki+0kqbwMThU\
        vpTMMpWtvvmgaFB58U8dDm8H8X+mdSKZSSzOPDs+VdNtfjxjgZDneAkSKp6KQp9o3l5zmKi1A4WEcifk3I+awvXSGkVx4PEz2liWvJMT\
        XtNngN9j9IMRwFa53564dqiRouC/nm8yARcDedm5a8H921+RBiTHKezeu+qz8AZPMkRJ3t/w133A9Ma/Y6oDPUXh9RsCTejRx1JaZG1b\
        jIpAjPxX9cDGFUaxWtKKN6JwqqoHgf6xw7ks8JaQrPWELF5Uf18hfGJUwRSvxEtMhCF17tq/ApsGZcNj/s90tPXh3aAc0b0t0LzP/8Dk\
        yPGSeEmy7BDiTL7UmuMN7gF+w6Bp0aZDoPl+nahR3cHjgi4pMOjVSyqX4U9rXoHHQ3ap9jeJHcBjBKQeq7CHN11HV4jPWRdNVwV28DES\
        tiO2mxrsuS4P7ZPjv4U3RdFoX+o/KlFMeicXnMZaFum4oD21L9LZFaUC6Mv/fwajxgJefPwX9SuL6esFO+2JzG5JLmxC9Ek/LaXo1xIq\
        i2ZuuPk3Lx6y7R/dO8/BgcChLs46wuYhnhIiNpVXj+gqLchiACHb8/pUQvjwO4HD6nAipbSKe7M091+/jdpPolTcK6yJD5x3KDFBtsCr\
        wigZayLQDxxj10BZaLIELh+NC2ryi0BOrmnEIXsI1hgdAlFj3A+NTBTMWUufSkHTo1sklBNbOa4vxuHYWEaBUPlVRRNdEM48dWtG0AQ9\
        riy8nJAY6HvIVVk4x6HzFoLDbUU/EZ1E5afIlXZNI4eYaTJKU+8imXWvvVMFmUHZUlaPxhLyUTzbzCSYCzJSA8WhulLMXq3PBLZYGDeu\
        k52srU6dJOVhkdJGoscV2vBb9c6S7O6aNdUTEekCDCVsULMAWjDc9WOmTmraERpLbACLz5mbI+1AhYSCZMP5trRQSRC3R/Ek/uh8ZfhR\
        FxIha15tw3QAsRowZF5vy8jYTJ3vyet76+XsqQ80y+PJwzjAh2Pq7DMkoRcEkos/1gn34cDASSsBwpwlW8cxPx+PMKQfkp26DQHiZjRj\
        HubCsgks18+AqlUeH9dYOMteC12/S07kmJFyp9IaZdzDxcTARtYB3BlOZsJFi4rR7fj3qZudhs/SQ23JaNUUaPdekL/+ymYhPcMBbCjq\
        vh0o1ll7zQGEbCgacmqVH25S7k2kA6dwTlMCKkTGYOQ+zhlddH97OM09jsCsgtJZ4acVkv4M+mNux6I4ZwyNTZqLlqlKa9pZEs8d7gaG\
        E2iXAQecAO1cm8SYoeIDWJBqaJFcj1f8DY/22SNAnO876T80slSwUjR2fTYgnO0KIolpUbtlV2ONp1UqY+bUmaHLWmWkj/VGQ1XioqYh\
        42PPY/6xl7BwfDeupl5jsXJ5eTLVOBcuTDMwEPSjvwkON1RlHQxTSMPeeIPtigLWVcFhvTmuOxTQBbOLva2lf5oWYv+/xmltTBWiPOca\
        zqqi5+CQobzGhrImFaOmY53ImVDBqR5W40/YNoZFqgX53AyA5qwDBjhuq/LZbgx7aCufH7SFfghCR9aRx1Dd1/E8YMeLYri/8bsKXurQ\
        +ueOnUmxFMfWUojyPEmhDSddpUD2qk4pOC58b1Z4p1tCTLLLjqLgh3v9sY+dpyq2qSHSrtW9y3p7RsAUZYJOSu18wjZrU6J6EQM/mh3J\
        hVLfWQF6PGxKl3mP8XdH+9qG+lAu4sbo0LMUDb59mHGL8tmnavRfPlXdwgRRRklP2HyBt0GJ1wHfBycEO/hLZ25TfJJmX+DYiP5RHHHH\
        Qgl3nukt3iott6PHQIQu4+UQCjWMnChWldOg0dhu/fBrkyUmviG2crCxAJvC3WLM5A7E2MuvVL7k8pI2hysDQLUJcBC7O5zlqTsH2XaM\
        9BI5vY6Ftkq8IH9eljNb1MQn9F0KT4XI40Fnun86VtmyhURmzeXAxHk05sdLXjbVFMSaZbjoAtOZjlwav3HOLj6jEJf7yH4to8EMysBY\
        pKIdsdYQLa1abK38FvAX0koJLnEYLAORJsLB4CLO+cXl2An7v+6PmlQZd0ScbANdAV3TiSFcjgiwI7c72KG4XMJ0bwwWK4Ey1LKcoiML\
        oXtkDILmC7w9od3eqscHIDfvhi3r2dxC0kAHTEGEjTYCzcY7skX3IzDKpEtS6QShcjs/PCPiSsloaUQPfabVGtqkDvCyk5uKI0tctNTG\
        iboL8Vn/y168dme/NG3MaMybekvAwrOHsDbnS3dZkSxTu3kWPVsbOQovZugwTzPmZfEZtsawu3CqIIARdc/AQdOC4KiRQfpJZVz6tWYo\
        0p+wc61PFR6EdIoIf5NH1yHSuIB0JQwt/PpMjJUCS+SGz4+gIyw8iiZyQL6z9BcOGmHEbAWK/B5rPWMbwQ/6aItwooLIl78jqFYZ7B2W\
        z+V5TZ8cD5xqIHuFLeCf0O9QpbHCg04miUDDZENTAVfYAU5ffKjXMLAtcIXaBznmLEJGeimxGYtaH7/5VwRxfye5UAaOjVlWK2gWkGn1\
        NDSYsDi5VL4w2UPcR+QIh1LKEuWDibLb+OZkkcYKcg/PLPuYkklBy7jgMaB/ZHTNObfeKsEL2kwiMfQbYfn3WvxSZMitQN1raPpLy4/r\
        JSFNIzp/SYABuG7Bhucz6MwY5wAAgGwWfUqYXVa0H/kIgAYh/zMaVKKLrESB4HEZrQfbY25O9dxIHs0qLsL1Ih7OsUJfrugJ/pLGBBHb\
        bmMhwLBemPM4sPHTZvF56kFe5dVVXsGJ4leW5Hg1Hhe4XhI/Ieug4VETXjraRJREZAlYHXDV1cn0DzFKEeH5U1MaViihfXyxJhLAIb8F\
        +2iAXyKmNL06arjdfZFPKUZ1dQaJU9J05I2rAd+f7VcQS+OfDOk2MoFNz73c+NjBvY0gLc/yKFGxdCkAZOLeJ5AIkBDndFQj37qjtTW4\
        B7zJtRMraxIzuDzmcNvEDwGhySLKe7QEF/FXmU+c/Ks2LmLBGVGW3wwK3Ohjws8mPoNnCRWYZDn3R8pPIEtjXwxTxiwYzkG++Sjf1tvf\
        zeC63WLwg+o6pD9Gw2SaVwRZ4rrrmwQ3t8y9deYWCYIiLptCr9ej+beCcWdW43D2VeNScZ5tA/9Vv/NPgdo8OjqPFz6XKHTE0rKMIC2v\
        RvPazHTyEYOuHf2OdBL81Qx/OAgQMTGGU4qdGieh3yptVF55ElBPhg+v3X7Mzz20gd3lT0IyNY4KOqdk+eZVcZAkhjHX3wwJCvR+ABki\
        8UUMMIlq8RiTcyeAJy2zEhevqXUm5j3GlER4D4gbEXX+BR689hC8uoq0nu2Jwo9XQohjpvGivCfteb8aBBw+kwClBMd0AI6uhl4UyA==
        """)
    private static let repeated = bytes(
        """
        KLUv/aT4PwQAhLIAVvttErClkAMHlEOSk8mulBWBFUk+AWsAZwBmACE6KJHdIeZoKEcsLY+K1iQKGW7EqTf5hbnFaOOjYmz6MFfXcNcy\
        4Y2uMYXJ2G6fmlsY2b6Z1TDRyYafqBrk4WAJ8+FFgtjN7CGE8YSOZ4kHV0eoPRJhTlAuga9mj/WPUnoIAAYBAdoCgEFAEeNGEEUlSBca\
        f+1Vys48uiRImnCxcVOaHz3MTB3R4FAQBaEXgoPwdyc9OvIQ5L5SpJXwCbGts6k3MvzFrw+VxBY77SB3TILXWK0tVNxJmK0TNc6YsIjQ\
        hLGbZRbmUVz3b+MZaXBV3b8nSojrXzIai4if3TcomoisokmQHa/Gsc2PNmHaIcnATQ0hScbcaLzOURkqOj7cRgud7pkFiaO4g+ObMVaY\
        qSwMhRNsjczBIbiKJskpMcVvP4RO2Ez5otDCqIILIcZ2l1ghdrNRBgFTF3m0X98sxtpjh9agL4j2IIs/K0jf3HyEMcRGC/LgYQxD7DNC\
        6SHhuHycEb3yyZSs/O0uaeOIEGPBIPuwe42DZ0Ymzg9xUONmGLoQNJERKWcyW2KyCZuCjgexQ+NS8QdGyKy3hIq5qGQXbps+MxJoQDAc\
        FpHNSbbyAxQgFiEop01kqKpVQf//PwBTpa3au2iM8pohoNyDPSvnhTQBX6AJoiRJ2E5aAv7e1E3CtySiCIl0siLdlyaGXuoQ5Szo4aRl\
        RPgferQb43de90K8RwKQrANmpddOVCtDC/mgaOYvaA7UL9bM4Z+tTOovbHhp2/ecw9ZYYogW/GZwMVG0z5RfR5VdzQsBNsC2+KpQxDtz\
        zFIct8CpR/96I4aIasb6MBK4x1AtJvXMKd2hTWZ+u8bFyWvPd7BCqd/63SO9hfMpi6+B9GqdxCFfMkKKJk4tD8DwhvN6N8KvGJD/zPp2\
        jOLjgvQ5Gc7stht7cdMH0+jG2Uvw8uPEpyfp4E6HEdt8z7Z0suSQOchJXroDGNKEolCXR5C/Xf2QSFaXXqM7y3Ow6mvZvjrnPMFtrNe2\
        btoZ0yeTAeB4e+Tj7kWKrAZMG4Aj1p61s6pXyWmbuQbktZ767nko8Ggvj/MZ3i5l5NK2TCQ6yuADi4sKIdiIQsehtm+enXzFKznlSs5a\
        4XNtOaTLZTwJlRdLLegoIp4e9NjTfzcSg0CCfj1TWnPMtwGiRgiSqU0EnpyQLVRbHYD/Ig2kxmtIc8zwcAiVnaQ5BUw3j5iHPkDLs2if\
        z6s9o3OODozeqH+d1GJ1iLFGWzEm0jhVz9AwEhXrUyAxbSTtmsAaZbfg31lHiGAWg+RGXX8QFQ7KwUqwAO7ZN/MVHNayE4y1dalkQMVP\
        dbnpdBfCOQ51qlL/CpdvOkEt+OX1f9Bf4OB15t8X6xfIw/BwsSk/kM+MLW1zIfBpmrLxL9tTfXe9n/ysNWiNv/haoPkyvpm6lYbz5pVD\
        ZH1WUwp58KbVY0Irs1E4Ykzs2d3Seh6+JOw9MvmhW3+eUrhk6FWcHpMrj5BDeGFyq7hZPZxNVzu/iWDFWXf9ccm/3G9GJMeCMUgsxG+u\
        F/w9GdvG0o/ZpGDpqHZnw5havnBS9EPb0RQFwGkdjxDB2HqdfgyALfOiUDcVUIBZZKrgV1tf58ybg9G39KtE5DWOXDp9nhcn8f730+Up\
        mBrMNKg2DmkdR/h46ezdGLCgqAlo8Wf3kY45DsTYGf7RZfdQygzureUYJsbaOLcDYl06Owvp1FDEyNa0tIdDGFUmjfMyVqfnRedPyOiV\
        CF4i8onZtMA/6USDqN78pnjhTTYN+nu3sB4pPcfh/KH1P94GMeA95SiXP069ck9h90Z4FKDFZFyCd4LJR+Ay+iUcQqgm5blQEE+vBTCy\
        Ehe7osR9+AN3WfjasCUZe/2nq2EFcm5BKCei0UeY3Jz76eoJnnauXO0cemDwrtFIrFD2ga1MTC4E9D1Y2KwSx+Ms3IhuVQvuu65lXidU\
        wA8JnwgqWyY5IJRjqD6L/9vALM4zUsd81m/eTEdRqkV9fQOmMdLZugFx2P97XqA+WExAoGiNYqtRuRwV6V/qa7LENRfrerSSEYnKUGJr\
        iBm8JHv2gAWrJXxe0Bw0yESqPIxx6nMaXI8DiLBjAFFoOXHx1X7mqqpzHmGjHCW6H6qfTQff0k+dEX026WoBzRvTJyx8svpzL6Ky9UL2\
        FOj8zmtqpfb2ERKVjkjxgpMs2/MLfta4agIChjZqPiqCXbPcd+8N2gFZMs9nooQjGbZMgI8R8HN2HDEdAsMwuqgRMgtsI+GiJFyakl+O\
        7I9BTza1KYRDWFk+6AmUtmmZ0AswJBJAuS26Z2+JiXaR0cKi/BOA2GIjk/VvSja0tUZrnbWEz0rkInV4OiEZPUUTyG8X6nXz7fshwUM+\
        DdOQjbWqEmJaEnFWQAeIivqMs40Fa28kJJlm58V9QP/cEh4z2oZ9peH5RAkyKqzx1Ny7VMKjzwxsEf9RxmUnRYhe+MsxfdM7ZmUagH8R\
        Eli7gP1LkeSwr/trsir2rDqG44YnRbCtTiCYF0ky5q2fCH9oao6HJRSFGlcAAhq1Ut0tiYbVkj9xagQ6D5Nln5y8Q4IHyqVAPAJlgHVJ\
        BZKlZFgl1yDe/xpAhelquAja9y5YB+UPd6ATwFIscIRvHMDEdBdSOdEa2+3croIxma/o5PQu4Xb7YUSjVJ5KRMFpGAyxLdFOZD77u70D\
        03XGPNazBD/cI0n9NNeoHQinPc4wWj10nVIyKz7fBobwKtWHhL3QjRoM6hAfAv9XFmidPCo52EGFOhKsCGvMWtI16uMcllvBmP6GDBS3\
        JAxVvNL9Ec+CexKZzUKL73fCctTfROc8PkpFnXSp50mRpcLmQeexBT5F54i2iN/qYtE2xDDTFm7wNR92TwYRjmdkPXNKyb1hAP5k+Q39\
        7x9wXP41qkwMlv2xKl3ET873+L1TidAgW04uEvyQoNxxSqvDpz6Jukq7tHX0NIR6CrMe8s17kJYfu8d8on/b4qFyxFecarmL2gNOCkxu\
        EX0n0Zief1WRxN1IFWZifrAaMeSTHnI+LZgI0A2C2liMkpFqhsQMdwOa8IdK30reyinkt90BAocwt+tHomqKQ9cnmyFTBR84/NGN0veU\
        qigeVZd91iOKjXjHgyt9TG47SSXuVohNMYC9y94hpysRItDSovH5FVyTzNTwEgnAmcFMplskTEoSDuirAEDlbsCv7NzWxP/hYYExQxNx\
        z2QPHdJACdccgRBBLYHP0Ff6UFMxNmLkbZQhJLRB4Q+ScknuD+S4SUwq8V+RSbgjnZoRBAU9sab5MU3YNQhGN7RNa1t45X69fNvk/pt6\
        FQt6ePpzHwBN4Ffaop81sbu0lTVKiz/LOM/ISIdAMOqmpjvg9SxdPhkHsYIiMOyjdmiTaxDrPYnIaWJnVQQMdA8ja4LiUn+gxP48OkEO\
        dLLMuUAJ5CcKWZMUJGmCetvwSz0jdxs4lVjt+LU84nMSTkJ2Fll+dUyzHiWqGr4PJxiSenaZO+Gw0OdisevIfHrkfjb5HVuGHVk+KnLF\
        Zxfe1LfVDacxh9t+UnexbryrlM65kQFCKjgbPGApEmhOMMNwJbuSN24iqPSouYP/0uy/Agl4ldaInkIWWQKhlwgiVDtYKISm8xNQ+DdV\
        5hN1MJLxjdtNnPEzh7icFBYMHkyYi7wKaes9MQurFswvO/bCRPmkgyW5UnIrJpsOzDUzkBT8Ri7Bl2nkiAoFF6EkeEPXbn80ok4SIw6g\
        Y00KMjosnStGl/GNAUm3Zl5TSP1z0/kGTNDFnJ7/gz1eDv3mTTOytnvYT5p7PDvkV4Ihva9YTIR4dtjc/HZk80KYNLC8dRgXMuq6Kkjw\
        TqBmSmNoLYWW9UkE3vapKYdBiVtJP8T5xNgdhl0scrCSMhV3qDbZ8L4+fB4IxBrRmgbd36IajvUlhhwpB9r2csBvaGY9PsuDG2GXi2JT\
        GPQLLe/sCZ0Wy0oGcUmla2rXA2dmW7Eqbpb6IgItpaizc/2lTpBz28eaKZGdjUhQ6piAqz6KrrhmhxIBVmcwZUQzSTPrEmL7VLmjDglW\
        h+P3fKoph3UTeW8ZmIF5QEJLak+SwdQ2hOtrgpCjjUHG1cGz/D1KAjnRAwzn3VRPg3+25/dF9gLFEB1CyzCRI28RwoDf4Wx0i4YqG/FA\
        LanQZxC8VI8IvS2BLNLh2kZ2ViOW07nRFj5Q2xgwVT2sKkCPPGVSfImdfJrlxRtqqajOHyPJx7CSnNV66RwMIbBMyyBRvsGvmAyOmNrM\
        /xPjuOxBLNFicXnZzuArR1HckqrLq1LTkgifLL6mN/1ja+h+crovtNKyzRt4ac52AhKuzlSzfnx9awGkLuhp7ZcNf4tTrzQeXOkGQia+\
        hVHlKvUHODqcVW3RyUUCnR0k/ITMG9euFNApBm75XDbma6SrpS1adH9wLj2aV1mIVtyext1LUyELTSvvJ+2M3sCZZyMjk+6Ccs1xZf1y\
        42JXlQRiQBdn0sc/mUBR3ZtYziiyVNgE4UxM7gYfAAy/EDRXzEsmFNcPMbEAUY5tN8j0YTjEyucdSD8rSpRqqkSaBPPKobKt+n52GWTY\
        tQsxe9OqXfPWpMgTPFUdrEp7YzDiEkCdnNerGpXYLaaFCDRehKIrJ9P54z8ykY0aQy4N4AB4/PwpRTJ6Si2ozX7w+HfMD6+exrRDtTvi\
        WurZDKDgGJB6cIbOQEgGe0aoHljWwz9pBZkLsoKmHsJAuxzBOev440iucp0Ks33F8ATQZFUNtBeqWoKu6ZHwfqmyWt5pVJyNlxBoTWIc\
        PuU4vzHKHzh58E0UOjNgwQsgR/qd65GIK7XoEJOAC6xj7or6ZOB5Ik3hKXH9/BUHchtWM7t6Eg8KpcHkOYqqVvqEl9etcT6hFXlJDvbU\
        2F1FpMscRU8D7k+m9spAZHfD7KV8mozQ3ZTdi9WRS86ConGkqNBYvx+NSSSoaecPcKWb3ybxGciD4GpCW9pnzbjcCBuWHqAwhfaBi55R\
        NOXUv4CLNnoLoUbJgzWp/mo5mT+6RvXKZJCTSQwbKy0twz8aAHHiUHxLmuF0VxiLopiQm/L5llZ5gzw4SijErzGESAgT5kp2jZ622da8\
        AHkRv2ESH4yMiP3LzYEx9mRLjwcausVjlIXQrOOTE3gvwGGjIPkCEEhPKhXc0ZcqArZiUNBpEe7zQbdgqbTZrYbxuLxaDz0cI8EXoXAc\
        kZ44O0ROcY0aEUVASfBLL80r88kNQ+dE50d2+uKLiZk8dKvlzcILspj9m2nmF5IMuLthX55Uck5aAcV4vo7mNy9OQb8MXA7/B/hrLlq4\
        YfBeX9Jk1WXZlVN+m1l2uxLM9+KgLyrZrrwq6fJDzjKxqpJ+nGFJ7dhQqSNd3V1Kl0eNfTB2wp9dvgAAL8EEGeeVCWIAfWMZpguoREZu\
        qhhe/1cHpzQjq+K6OP0RYwcSx/fjmmY/6YbM2Ea1kbFUIDg8gPESs1TIOEdRBEOxIikFKEz6IH5KklrGTE6AqaOxDUzDc6Q2L0Db7j/n\
        A0c/0onKkK2NTlEnWc6hY0u3tPayfIlhsJ9lgTBJf9A7Yvu/8Jtv9uK82o/N9ou9Y82nj6JNG8RgEO64MZC3rxMO1N8owXctQvTXyUAu\
        Jn9B3KsW9koBorzknlrEkLTPmIiLEZvIpxlFr+HDmXvDBVkIj83h6xwgBAoZ874VkZC9m86DwD2h+euubn74Jj0LG3hclDpUC0f8LNZA\
        YHc+U1CRp5A2zsWxmW0O51T0xLBmlHxqUkqsHaTu5OCnttHtDkNKgJZWPDSxMFctppkEDyF9vNz6TpvND8ttvPiioc6jJ/LDj7RpWlWg\
        qNm+RHRLpuuBixhuXYnVql55pK+uT78oQtm48RLNAKXKMns7GKqUrp8jccSW/2bxamu1LHFwcZPJN8h0lts8AU8Kg1B4GORdMzDMuhbJ\
        1+gqLA57/E9JdZd0NqkKHnkBoxCauNCiFDjIfD7tjikMFTxkHFP3k+6/MjZTgCwKB+cMGa/7iRGHjBZdDF4ZPQipTKdIfV89f07J+f6S\
        KYybm1Mq2gXUldEwJWYMpM+mjXLPXvLGLAaatPYoxGoHZ4RSh0J5JqNAgA1mHLTCBLNgiCiph/xJ1/zE02XKigKpB7UmKrgIf3mbavW2\
        KdfvO2gOhv0EGOiigEwxAs6spsC8eVE490sxnEoT4YnFglrBBaTF4A5lQxB/8udDy5stpEmg16z1jlK/eIBmzBVusNtLqn4UcaKudkYN\
        w5cjmtKiNdo1V9RPksQc9Bohn8h4tDEH13D/MVF5/APP/9pRQojxdxVZLmK1IAUeBYwRNUVQ2mj+blIjJ1IYGjLDpyBGHN6UKW23RzBt\
        xPMQ92q2uK3IcsvDOIcIy+cg7fMp4UBI1VLvmxpsHGSXpeMgrtCMRq/4D6oS8/sSL2AjTTksls8E5cHRMfL+DaMdoeIcSDIN4IV2hkej\
        GwZWakY0KUK/ycWuMwf733/2olKckYUqGJHAiFOPAEk9Y1ZRrT/+5XxJxnvltDvE1lhVjYFxHqkZWOd9IzTaRCzPsgyUMGOXHTOgRoLM\
        GJfe4+MQo5hJ6/1GYzDoUtAOfzjlLge+MP6RGSOwkTwLq8hq2uJpbyZUM53RhFRicGxDWnFuW0zbgL1opUMtJtJsPJp8Xr32wgVIzRsy\
        dXC0hr5CRLXKkeosAnM/vPDSCdtiURhj3R91JszVehhfm9NrPxcj/3lMXshVVh6Rpjxq1u4pjrywpMXkjqseHxac+y1PhXEEhIQ90cnC\
        tL0Ig/Z7XsKNYlObNWDTSsQSCAfRAZLK/p0oprMN8U2GhcwTRAFK4HR/6nG1WZiFlfDgVId4F5OUCtwWORj/fpXyaqQVh/DzBIHExvCw\
        6XsiC2Ypjcad2ZBkBWt/JHh+BlLZF+uWxJfKHiOfuS9a+l1S4Hu1eGyl9VxI/GlTQ04XfvwMsdo/98+npxvLORytDhSi3RAtH1BSPTaX\
        jiU3ztKNBFAhgWkw/1dAlbhI4rPyl3c7cEUqatxv9xJxbVQ5R0CQr1vHg8WYWfsUiakXVkk2KQO+MH/epjcKWvxR03CMCiFCdEnPWCHv\
        SoRV2z3S0w4a8E72/mrupFUXHaxKfBDHZMD4DKp7BIAAM71QPSmx+8bYOhkNnIJ/xUgwUBqFm3u6OMoBvD6d06w10PsrHDjnVju+vTkI\
        lCPl5QqKWJd9/7ySYNHm9sQnW0+nrOQXMPp2Hv4qTcYi6pNyTe6uPTog5tiEyGrBB5rqsjh/TotGu9rETxHBaiNX3sxCuX87Rd3wlmjZ\
        2fP7xqj/S+eFGgO1l91UY/pHvfclXrPT+keB+JDs1EmW0+SRheg4idTkepob49G821lYYp7fnnS9ZGqJZqyCMzy0xh/TDgH7MZEnXxcu\
        PSu2noOK87NlxMl86TkqrTV12hscSFBgfUssHetOcZDa+9xBbA+xUXWQCsdRqOPIeagGWb+GwFeyZUQPDe7K1npw1p7vu1wK0yoIOtSm\
        4gnPY6fWHged/iaHXqATu9IBZBWSXstuXaSQK0FI2r6b39QGLnROXGmxP/UOduRtqUySk+qJeM670fHXQzOYWMUopLseOyyXJ1REaENb\
        Z8cYewMTzNJ17sMJY/IlBDbRetZBJCZsv6EBpv4DVAAAAAEA/f9VxbkGAk0AAAABAPU/qjwfgQGCYgI=
        """)
    private static let zeros = bytes(
        """
        KLUv/aRADQMAVAAAEAAAAQD7/znAAgNqCADE6XRw
        """)
    private static let every = bytes(
        """
        KLUv/WQAAAEIAAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj9AQUJD\
        REVGR0hJSktMTU5PUFFSU1RVVldYWVpbXF1eX2BhYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ent8fX5/gIGCg4SFhoeIiYqLjI2Oj5CR\
        kpOUlZaXmJmam5ydnp+goaKjpKWmp6ipqqusra6vsLGys7S1tre4ubq7vL2+v8DBwsPExcbHyMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f\
        4OHi4+Tl5ufo6err7O3u7/Dx8vP09fb3+Pn6+/z9/v9LkM0G
        """)
    private static let empty = bytes(
        """
        KLUv/SQAAQAAmenYUQ==
        """)

    private static func bytes(_ text: String) -> [UInt8] { Array(Data(base64Encoded: text) ?? Data()) }

    private func content(_ bytes: [UInt8], limit: Int = 1 << 22) throws -> [UInt8] {
        var stream = ZstandardStream(bytes[...])
        var content: [UInt8] = []
        while case let stretch = try stream.next(), !stretch.isEmpty, content.count < limit { content += stretch }
        return content
    }

    /// Blocks of every kind: raw, of one byte, with one and with four Huffman streams, with given and with described
    /// tables.
    @Test func vectors() throws {
        #expect(try content(Self.quick) == Self.words)
        #expect(try content(Self.thorough) == Self.words)
        #expect(try content(Self.repeated) == Array(repeatElement(Self.words, count: 12).joined()))
        #expect(try content(Self.zeros) == [UInt8](repeating: 0, count: 200_000))
        #expect(try content(Self.every) == Array(0...255))
        #expect(try content(Self.empty) == [])
    }

    /// Frames follow each other, and those that are to be skipped are.
    @Test func frames() throws {
        let skipped: [UInt8] = [0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
        #expect(try content(skipped + Self.every + skipped + Self.every) == Array(0...255) + Array(0...255))
        #expect(try content(skipped) == [])
    }

    /// What is no such text is refused: cut anywhere, of another kind, with a dictionary, with a window that nobody
    /// would hold.
    @Test func refusals() {
        for count in 1..<Self.quick.count {
            #expect(throws: ZstandardError.self, "\(count)") { try content(Array(Self.quick[..<count])) }
        }
        #expect(throws: ZstandardError.malformed) { try content(Array("PK and more".utf8)) }
        #expect(throws: ZstandardError.needsDictionary) { try content([0x28, 0xB5, 0x2F, 0xFD, 0x01, 0x58, 7]) }
        #expect(throws: ZstandardError.windowTooLarge(ZstandardStream.maximumWindow)) {
            try content([0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xF8, 1, 0, 0])
        }
    }

    /// Whatever bytes change, it ends, with an error or another text.
    @Test func damage() {
        var generator = SystemRandomNumberGenerator()
        for vector in [Self.quick, Self.thorough, Self.zeros] {
            for _ in 0..<1_000 {
                var bytes = vector
                for _ in 0...Int.random(in: 0...3, using: &generator) {
                    bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
                }
                _ = try? content(bytes)
            }
        }
    }
}
